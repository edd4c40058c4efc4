package io.waybill.receipt;

import io.waybill.ops.Rounds;
import io.waybill.store.ParkedReceipts;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes receipts that nobody has matched in all that time, and what was no receipt, a little at a
 * time; and counts what is still unmatched.
 */
final class Retention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final Duration ROUND = Duration.ofMinutes(1);
  private static final int BATCH_MAX = 5_000;

  /** In one round: a million rows a quarter of an hour, and the database still has air. */
  private static final int BATCHES_MAX = 14;

  private final ParkedReceipts parked;
  private final Duration kept;
  private final InstantSource clock;
  private @Nullable Rounds rounds;
  private volatile double unmatched;

  Retention(ParkedReceipts parked, int keptDays, InstantSource clock) {
    this.parked = parked;
    this.kept = Duration.ofDays(keptDays);
    this.clock = clock;
  }

  void start() {
    rounds = new Rounds("receipt-retention", ROUND, this::round);
  }

  /** How many wait for a message or a person. */
  double unmatched() {
    return unmatched;
  }

  void round() {
    try {
      Instant before = clock.instant().minus(kept);
      for (int i = 0; i < BATCHES_MAX && parked.purge(before, BATCH_MAX) > 0; i++) {
        LOG.debug("what came before {} and matched nothing is deleted", before);
      }
      unmatched = parked.unmatched();
    } catch (SQLException e) {
      LOG.warn("old unmatched receipts cannot be deleted now: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    if (rounds != null) {
      rounds.close();
    }
  }
}
