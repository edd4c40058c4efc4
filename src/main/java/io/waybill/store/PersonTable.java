package io.waybill.store;

import io.waybill.account.Person;
import io.waybill.account.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of {@code person}. */
final class PersonTable {
  /** What {@link #person} takes, from a table called p. */
  static final String COLUMNS =
      """
      p.id, p.email, p.name, p.role, p.account_id, p.password_hash IS NOT NULL,
      p.totp_sealed IS NOT NULL, cardinality(p.recovery_codes), p.theme, p.zone\
      """;

  /** The first column after {@link #COLUMNS}. */
  static final int NEXT = 11;

  private PersonTable() {}

  static Person person(ResultSet r) throws SQLException {
    String role = Row.string(r, 4);
    return new Person(
        r.getLong(1),
        Row.string(r, 2),
        Row.string(r, 3),
        Role.of(role).orElseThrow(() -> new SQLException("no role is named " + role)),
        r.getObject(5, Integer.class),
        r.getBoolean(6),
        r.getBoolean(7),
        r.getInt(8),
        Person.Theme.of(Row.string(r, 9)),
        zone(Row.string(r, 10)));
  }

  /** UTC where a newer Java does not know the zone any more. */
  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException unknown) {
      return ZoneOffset.UTC;
    }
  }

  /** Those that the condition selects, in its order. */
  static List<Person> where(Connection db, String condition, @Nullable Object... values)
      throws SQLException {
    List<Person> people = new ArrayList<>();
    try (PreparedStatement s =
        db.prepareStatement("SELECT " + COLUMNS + " FROM person p " + condition)) {
      set(s, values);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          people.add(person(r));
        }
      }
    }
    return people;
  }

  /** How many rows a statement changed. */
  static int update(Connection db, String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement s = db.prepareStatement(sql)) {
      set(s, values);
      return s.executeUpdate();
    }
  }

  private static void set(PreparedStatement s, @Nullable Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      s.setObject(i + 1, values[i]);
    }
  }
}
