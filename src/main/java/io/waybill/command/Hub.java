package io.waybill.command;

import io.waybill.account.Routes;
import io.waybill.channel.Channels;
import io.waybill.dashboard.LiveFeed;
import io.waybill.dispatch.Dispatch;
import io.waybill.message.Effect;
import io.waybill.ops.Metrics;
import io.waybill.store.Envelope;
import io.waybill.store.Steps;
import io.waybill.webhook.Webhook;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Joins ledger and steps, which are built one after another: until then there is no room. */
final class Hub implements Steps {
  private volatile @Nullable Dispatch dispatch;
  private volatile @Nullable Channels channels;
  private volatile @Nullable Webhook webhook;
  private volatile @Nullable LiveFeed feed;
  private final io.prometheus.metrics.core.metrics.Counter counts;

  Hub(Metrics metrics) {
    counts =
        metrics.counter(
            "waybill_lifecycle_total", "What the lifecycle found worth counting", "what");
    for (Effect.What what : Effect.What.values()) {
      counts.initLabelValues(label(what));
    }
  }

  void dispatch(Dispatch step) {
    dispatch = step;
  }

  void channels(Channels step) {
    channels = step;
  }

  void webhook(Webhook step) {
    webhook = step;
  }

  void feed(LiveFeed onlookers) {
    feed = onlookers;
  }

  @Override
  public boolean isWatched() {
    LiveFeed onlookers = feed;
    return onlookers != null && onlookers.isWatched();
  }

  @Override
  public void changed(int accountId, UUID id) {
    LiveFeed onlookers = feed;
    if (onlookers != null) {
      onlookers.changed(accountId, id);
    }
  }

  @Override
  public Optional<String> seat(String carrier, int parts) {
    Dispatch step = dispatch;
    return step == null || isChannel(carrier) ? Optional.empty() : step.seat(carrier, parts);
  }

  @Override
  public void unseat(String link, int parts) {
    built(dispatch).unseat(link, parts);
  }

  @Override
  public void submit(Submission submission) {
    if (isChannel(submission.envelope().carrier())) {
      built(channels).submit(submission);
    } else {
      built(dispatch).submit(submission);
    }
  }

  @Override
  public void queued(String carrier) {
    if (isChannel(carrier)) {
      Channels beyond = channels;
      if (beyond != null) {
        beyond.queued(carrier);
      }
      return;
    }
    Dispatch step = dispatch;
    if (step != null) {
      step.queued(carrier);
    }
  }

  @Override
  public boolean roomToTell(Envelope envelope) {
    Webhook step = webhook;
    return step != null && step.room(envelope);
  }

  @Override
  public void noTell(Envelope envelope) {
    built(webhook).noRoomNeeded(envelope);
  }

  @Override
  public void tell(Telling telling) {
    built(webhook).tell(telling);
  }

  @Override
  public void count(Effect.What what) {
    counts.labelValues(label(what)).inc();
  }

  private static boolean isChannel(String carrier) {
    return carrier.startsWith(Routes.CHANNEL_PREFIX);
  }

  private static String label(Effect.What what) {
    return what.name().toLowerCase(Locale.ROOT);
  }

  private static <T> T built(@Nullable T step) {
    if (step == null) {
      throw new IllegalStateException("an effect for a step that is not built yet");
    }
    return step;
  }
}
