package io.waybill.command;

import io.waybill.dispatch.Dispatch;
import io.waybill.ops.Rounds;
import io.waybill.store.PgLedger;
import io.waybill.store.RollUp;
import io.waybill.store.SoleOwner;
import io.waybill.store.StartFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts an embedded PostgreSQL again that has died, stops writing to links while outcomes cannot
 * be recorded or another process may work on this database, and keeps the partitions four weeks
 * ahead.
 */
final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration CHECK_EVERY = Duration.ofSeconds(1);
  private static final Duration MAINTAIN_EVERY = Duration.ofHours(1);

  private final Postgres postgres;
  private final SoleOwner owner;
  private final PgLedger ledger;
  private final Dispatch dispatch;
  private final InstantSource clock;
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private @Nullable Rounds rounds;
  private boolean paused;
  private boolean owns = true;
  private Instant checked;
  private Instant maintained;

  Watch(
      Postgres postgres, SoleOwner owner, PgLedger ledger, Dispatch dispatch, InstantSource clock) {
    this.owner = owner;
    this.postgres = postgres;
    this.ledger = ledger;
    this.dispatch = dispatch;
    this.clock = clock;
    checked = clock.instant();
    maintained = clock.instant().minus(MAINTAIN_EVERY);
  }

  void start() {
    rounds = new Rounds("watch", LOOK_EVERY, this::round);
  }

  /** Complete, with a sentence, once another process has taken over: then this one must end. */
  CompletableFuture<String> lost() {
    return lost;
  }

  private void round() {
    revive();
    if (clock.instant().isAfter(checked.plus(CHECK_EVERY))) {
      checked = clock.instant();
      owns = owner.keeps();
    }
    boolean failing = ledger.failingFor().compareTo(PATIENCE) > 0;
    pause(failing || !owns);
    owner
        .fence()
        .passedTo()
        .ifPresent(who ->
            lost.complete(
                "another Waybill (" + who + ") has taken over this database: this one ends"));
    if (clock.instant().isAfter(maintained.plus(MAINTAIN_EVERY))) {
      maintained = clock.instant();
      Thread.startVirtualThread(this::maintain);
    }
  }

  /** Every round: a link may have been added since the last one. */
  private void pause(boolean stop) {
    dispatch.links().forEach(link -> link.pause(stop));
    if (stop != paused) {
      paused = stop;
      LOG.warn(stop ? "links wait: outcomes cannot be recorded" : "links go on");
    }
  }

  /** An embedded server that has died is started again; if that fails, the next round tries. */
  private void revive() {
    try {
      postgres.revive();
    } catch (StartFailure e) {
      LOG.error("{}", e.getMessage());
    }
  }

  private void maintain() {
    try {
      postgres.database().maintain(clock.instant());
      postgres.database().drop(clock.instant());
    } catch (SQLException | RuntimeException e) {
      LOG.warn(
          "partitions could not be made or dropped, trying again in an hour: {}", e.getMessage());
    }
    try {
      RollUp.run(postgres.database(), clock.instant());
    } catch (SQLException | RuntimeException e) {
      LOG.warn("counters could not be rolled up, trying again in an hour: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    if (rounds != null) {
      rounds.close();
    }
  }
}
