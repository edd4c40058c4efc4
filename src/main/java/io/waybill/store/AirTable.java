package io.waybill.store;

import io.waybill.message.State;
import io.waybill.store.OnAir.Candidate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Look-ups in {@code on_air}, many at once: one descent of an index per form and day. */
final class AirTable {
  /** Days that a carrier's id is known. */
  static final int DAYS = 14;

  /** Rows of one look-up; a batch that has more is halved. */
  private static final int FOUND_MAX = 20_000;

  /** Without OFFSET 0 the planner may join in another way, and read whole days. */
  private static final String FIND =
      """
      SELECT o.id_form, o.carrier_id, o.message_id, o.part, o.recipient_hash, o.national_hash,
        o.carrier
      FROM unnest(?::text[], ?::bigint[]) AS a(form, source) CROSS JOIN LATERAL (
        SELECT * FROM on_air WHERE id_form = a.form AND day BETWEEN ?::date AND ?::date
          AND (recipient_hash = a.source OR national_hash = a.source OR carrier LIKE 'channel:%')
        OFFSET 0) o
      LIMIT ?
      """;

  private final Database database;
  private final InstantSource clock;

  AirTable(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A part as it is on the air. */
  record Found(
      String form,
      String carrierId,
      Candidate candidate,
      long recipient,
      long national,
      String carrier) {

    private static Found read(ResultSet r) throws SQLException {
      return new Found(
          Row.string(r, 1),
          Row.string(r, 2),
          new Candidate(Row.value(r.getObject(3, UUID.class)), r.getInt(4)),
          r.getLong(5),
          r.getLong(6),
          Row.string(r, 7));
    }
  }

  /**
   * What was found.
   *
   * @param isWhole false: there is more, so nothing can be concluded from it but for one search
   */
  record Finding(Map<String, List<Found>> byForm, boolean isWhole) {

    List<Found> under(String carrier, String form) {
      return byForm.getOrDefault(carrier + ' ' + form, List.of());
    }
  }

  /** A form of an id, and the number that a part under it must have been sent to. */
  record Sought(String form, long number) {}

  /** Parts of any carrier that are sought. */
  Finding find(Collection<Sought> sought) throws SQLException {
    Map<String, List<Found>> byForm = new HashMap<>();
    List<Sought> all = List.copyOf(sought);
    int rows = 0;
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(FIND)) {
      Arrays a = new Arrays(db, s);
      a.texts(1, all, Sought::form);
      a.longs(2, all, Sought::number);
      LocalDate today = NewRows.day(clock.instant());
      s.setString(3, today.minusDays(DAYS).toString());
      s.setString(4, today.plusDays(1).toString());
      s.setInt(5, FOUND_MAX);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          Found f = Found.read(r);
          byForm.computeIfAbsent(f.carrier() + ' ' + f.form(), _ -> new ArrayList<>()).add(f);
          rows++;
        }
      }
    }
    return new Finding(byForm, rows < FOUND_MAX);
  }

  /** Of these messages those whose outcome may still change. */
  Set<UUID> notFinal(Collection<UUID> messages) throws SQLException {
    Set<UUID> open = new HashSet<>();
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement("SELECT id, state FROM live WHERE id = ANY(?::uuid[])")) {
      s.setArray(1, db.createArrayOf("uuid", messages.toArray()));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          if (!State.valueOf(Row.string(r, 2)).isFinal()) {
            open.add(Row.value(r.getObject(1, UUID.class)));
          }
        }
      }
    }
    return open;
  }
}
