package io.waybill.dashboard;

import io.waybill.message.Ids;
import io.waybill.store.EndpointStore.Noted;
import io.waybill.store.KeyList;
import io.waybill.store.ReplayStore.Progress;
import io.waybill.store.ReplayStore.Replay;
import io.waybill.store.ReplayStore.Which;
import io.waybill.store.ReportFormat;
import io.waybill.webhook.EndpointDesk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the page of one endpoint shows.
 *
 * @param mayAct whether the visitor owns the account
 * @param keys in whose name a test may be signed
 * @param tried what came of a test; null: none was made
 * @param from of the replay's form, in the person's time zone
 */
public record EndpointView(
    CallbackPages.Line line,
    int waitingMax,
    int requestsAtOnce,
    boolean mayAct,
    List<Replay> replays,
    List<KeyList.Line> keys,
    EndpointDesk.@Nullable Tried tried,
    @Nullable String problem,
    String from,
    String until) {
  private static final int DONE = 100;

  /** The entry. */
  public Noted noted() {
    return line.noted();
  }

  /** How reports can be written. */
  public List<String> formats() {
    return List.of(ReportFormat.values()).stream()
        .map(f -> f.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** When the range of a replay begins. */
  public Instant from(Replay replay) {
    return Ids.timeOf(replay.from());
  }

  /** When it ends. */
  public Instant until(Replay replay) {
    return Ids.timeOf(replay.until());
  }

  /** How far a replay has come in its range of time, in percent. */
  public int percent(Replay replay) {
    if (replay.progress() == Progress.DONE) {
      return DONE;
    }
    long all = Duration.between(from(replay), until(replay)).toMillis();
    long come = Duration.between(from(replay), Ids.timeOf(replay.cursor())).toMillis();
    return all <= 0 ? 0 : Math.clamp(come * DONE / all, 0, DONE - 1);
  }

  /** Which reports a replay is about, in words. */
  public static String which(Which which) {
    return switch (which) {
      case GIVEN_UP -> "given up";
      case FAILED -> "failed at least once";
      case TOLD -> "told before";
    };
  }
}
