package io.waybill.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What one group writes to {@code untold}: a row there for each message in history of which a
 * report is still to be told, so that none is forgotten by a crash.
 */
final class UntoldTable {
  private static final String ADD =
      "INSERT INTO untold (message_id, recipient) SELECT * FROM unnest(?::uuid[], ?::text[])"
          + " ON CONFLICT DO NOTHING";

  private final Map<UUID, Envelope> added = new LinkedHashMap<>();
  private final Set<UUID> removed = new HashSet<>();

  /** Takes note of a message that was accepted in this group. */
  void accepted(NewRows.Accepted a) {
    if (a.decision().next().state().isFinal() && !a.decision().next().waiting().isEmpty()) {
      added.put(a.message().envelope().id(), a.message().envelope());
    }
  }

  /** Takes note of a change that was made. */
  void changed(Change c) {
    if (!c.next.state().isFinal()) {
      return;
    }
    UUID id = c.next.id();
    boolean was = !c.was.isLive() && !c.was.message().waiting().isEmpty();
    boolean is = !c.next.waiting().isEmpty();
    if (is && !was) {
      added.put(id, c.was.envelope());
      removed.remove(id);
    } else if (was && !is) {
      added.remove(id);
      removed.add(id);
    }
  }

  void write(Connection db) throws SQLException {
    if (!removed.isEmpty()) {
      try (PreparedStatement s =
          db.prepareStatement("DELETE FROM untold WHERE message_id = ANY(?::uuid[])")) {
        new Arrays(db, s).uuids(1, List.copyOf(removed), id -> id);
        s.executeUpdate();
      }
    }
    if (!added.isEmpty()) {
      List<Envelope> rows = new ArrayList<>(added.values());
      try (PreparedStatement s = db.prepareStatement(ADD)) {
        Arrays a = new Arrays(db, s);
        a.uuids(1, rows, Envelope::id);
        a.texts(2, rows, Envelope::recipient);
        s.executeUpdate();
      }
    }
  }
}
