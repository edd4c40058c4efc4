package io.waybill.dispatch;

import io.waybill.message.Event;
import io.waybill.message.Event.OnUncertain;
import io.waybill.store.DueReader;
import io.waybill.store.Ledger;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What a process does at its start about what a dead one left behind. */
public final class Recovery {
  private static final int BATCH = 1_000;

  private Recovery() {}

  /**
   * Makes claims of dead owners uncertain and unheard reports due.
   *
   * @return how many messages had been claimed
   */
  public static int run(
      Ledger ledger,
      DueReader due,
      String owner,
      Function<String, OnUncertain> policy,
      InstantSource clock)
      throws SQLException {
    int count = 0;
    UUID after = new UUID(0, 0);
    List<DueReader.Orphan> orphans;
    do {
      orphans = due.orphans(owner, after, BATCH);
      CompletableFuture.allOf(
              orphans.stream()
                  .map(o ->
                      ledger.record(
                          o.id(), new Event.OwnerDied(clock.instant(), policy.apply(o.carrier()))))
                  .toArray(CompletableFuture[]::new))
          .join();
      count += orphans.size();
      after = orphans.isEmpty() ? after : orphans.getLast().id();
    } while (orphans.size() == BATCH);
    due.untold(clock.instant());
    return count;
  }
}
