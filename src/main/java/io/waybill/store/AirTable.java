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

  private static final String FIND =
      """
      SELECT o.id_form, o.carrier_id, o.message_id, o.part, o.recipient_hash, o.national_hash,
        o.carrier
      FROM on_air o
      WHERE o.id_form = ANY(?) AND o.day BETWEEN ?::date AND ?::date
        AND (o.recipient_hash = ANY(?) OR o.national_hash = ANY(?) OR o.carrier LIKE 'channel:%')
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

  /** Parts of any carrier under one of these forms, to one of these numbers. */
  Finding find(Collection<String> forms, Collection<Long> numbers) throws SQLException {
    Map<String, List<Found>> byForm = new HashMap<>();
    int rows = 0;
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(FIND)) {
      s.setArray(1, db.createArrayOf("text", forms.toArray()));
      LocalDate today = NewRows.day(clock.instant());
      s.setString(2, today.minusDays(DAYS).toString());
      s.setString(3, today.plusDays(1).toString());
      s.setArray(4, db.createArrayOf("int8", numbers.toArray()));
      s.setArray(5, db.createArrayOf("int8", numbers.toArray()));
      s.setInt(6, FOUND_MAX);
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
