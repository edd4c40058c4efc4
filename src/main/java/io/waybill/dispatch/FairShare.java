package io.waybill.dispatch;

import io.waybill.store.DueReader;
import io.waybill.store.DueReader.Due;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is due at a carrier, as far as there are seats: by priority with a tenth kept for the lower
 * ones, and inside a priority account by account (design 11). Not thread-safe.
 */
final class FairShare {
  private final DueReader reader;
  private final Map<String, Shares> shares = new HashMap<>();
  private final Map<String, int[]> last = new HashMap<>();

  FairShare(DueReader reader) {
    this.reader = reader;
  }

  List<Due> due(String carrier, Instant now, int seats) throws SQLException {
    int[] after = last.computeIfAbsent(carrier, _ -> new int[Shares.CLASSES]);
    List<List<Due>> found = new ArrayList<>();
    int[] wanted = new int[Shares.CLASSES];
    for (int priority = 0; priority < Shares.CLASSES; priority++) {
      found.add(reader.due(carrier, priority, now, seats, after[priority]));
      wanted[priority] = found.get(priority).size();
    }
    int[] given = shares.computeIfAbsent(carrier, _ -> new Shares()).split(seats, wanted);
    List<Due> due = new ArrayList<>();
    for (int priority = 0; priority < Shares.CLASSES; priority++) {
      List<Due> turn = found.get(priority).subList(0, given[priority]);
      due.addAll(turn);
      if (!turn.isEmpty()) {
        after[priority] = turn.getLast().envelope().accountId();
      }
    }
    return due;
  }
}
