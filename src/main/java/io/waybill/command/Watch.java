package io.waybill.command;

import io.waybill.carrier.Link;
import io.waybill.dispatch.Dispatch;
import io.waybill.store.PgLedger;
import io.waybill.store.SoleOwner;
import io.waybill.store.StartFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts an embedded PostgreSQL again that has died, stops writing to links while outcomes cannot
 * be recorded, and keeps the partitions four weeks ahead.
 */
final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration CHECK_EVERY = Duration.ofSeconds(5);
  private static final Duration MAINTAIN_EVERY = Duration.ofHours(1);

  private final Postgres postgres;
  private final SoleOwner owner;
  private final PgLedger ledger;
  private final Dispatch dispatch;
  private final InstantSource clock;
  private @Nullable Thread thread;

  Watch(
      Postgres postgres, SoleOwner owner, PgLedger ledger, Dispatch dispatch, InstantSource clock) {
    this.owner = owner;
    this.postgres = postgres;
    this.ledger = ledger;
    this.dispatch = dispatch;
    this.clock = clock;
  }

  void start() {
    thread = Thread.ofVirtual().name("watch").start(this::run);
  }

  private void run() {
    boolean paused = false;
    Instant maintained = clock.instant().minus(MAINTAIN_EVERY);
    Instant checked = clock.instant();
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(200);
        revive();
        if (clock.instant().isAfter(checked.plus(CHECK_EVERY))) {
          checked = clock.instant();
          if (!owner.keeps()) {
            LOG.warn("this process has lost its place at the database, trying to take it again");
          }
        }
        boolean failing = ledger.failingFor().compareTo(PATIENCE) > 0;
        if (failing != paused) {
          paused = failing;
          for (Link link : dispatch.links()) {
            link.pause(failing);
          }
          LOG.warn(failing ? "links wait: outcomes cannot be recorded" : "links go on");
        }
        if (clock.instant().isAfter(maintained.plus(MAINTAIN_EVERY))) {
          maintained = clock.instant();
          Thread.startVirtualThread(this::maintain);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
    } catch (SQLException e) {
      LOG.warn(
          "partitions could not be made or dropped, trying again in an hour: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
