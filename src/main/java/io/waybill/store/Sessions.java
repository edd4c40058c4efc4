package io.waybill.store;

import io.waybill.account.Passwords;
import io.waybill.account.Person;
import io.waybill.account.SessionRule;
import io.waybill.account.SessionRule.Stage;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where people are logged in. Of a session's token only the hash is kept. */
public final class Sessions {
  /** So many at once; the one that was idle for the longest ends when another begins. */
  public static final int MAX = 20;

  private static final int AGENT_MAX = 300;
  private static final int ADDRESS_MAX = 60;

  /**
   * How exactly it is known when somebody was here last: a write for each request would be dear.
   */
  private static final Duration TOUCH_EVERY = Duration.ofMinutes(1);

  private static final String FIND =
      "SELECT "
          + PersonTable.COLUMNS
          + """
          , s.id, s.stage, coalesce(p.account_id, s.account_id), a.name, s.created_at,
            s.last_seen_at
          FROM person_session s JOIN person p ON p.id = s.person_id
          LEFT JOIN account a ON a.id = coalesce(p.account_id, s.account_id)
          WHERE s.token_sha256 = ? AND (a.enabled OR p.account_id IS NULL)
          """;

  private final Database database;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public Sessions(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The account that somebody looks at. */
  public record Place(int id, String name) {}

  /**
   * A session that holds.
   *
   * @param place null: an operator of the platform who has chosen none
   */
  public record Session(long id, Person person, Stage stage, @Nullable Place place) {}

  /** A session as its person sees it in a list. */
  public record Seen(long id, Instant since, Instant lastSeen, String address, String agent) {}

  /**
   * Begins a session; what is long over goes at the same time.
   *
   * @return its token: at least 128 random bits, for the cookie and nothing else
   */
  public String begin(long person, Stage stage, String address, String agent) throws SQLException {
    String token = Passwords.fresh(random);
    Instant now = clock.instant();
    try (Connection db = database.connection()) {
      return Transaction.<String, SQLException>of(
          db,
          () -> {
            PersonTable.update(
                db,
                """
                DELETE FROM person_session WHERE id IN (
                  SELECT id FROM person_session WHERE person_id = ?
                  ORDER BY last_seen_at DESC OFFSET ?)
                """,
                person,
                MAX - 1);
            PersonTable.update(
                db,
                "DELETE FROM person_session WHERE last_seen_at < ?",
                at(now.minus(SessionRule.LONGEST)));
            PersonTable.update(db, "DELETE FROM person_link WHERE expires_at < ?", at(now));
            PersonTable.update(
                db,
                """
                INSERT INTO person_session (token_sha256, person_id, stage, created_at, last_seen_at,
                  address, agent) VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                Passwords.sha256(token),
                person,
                stage.name().toLowerCase(Locale.ROOT),
                at(now),
                at(now),
                cut(address, ADDRESS_MAX),
                cut(agent, AGENT_MAX));
            if (stage == Stage.FULL) {
              PersonTable.update(
                  db, "UPDATE person SET last_seen_at = ? WHERE id = ?", at(now), person);
            }
            return token;
          });
    }
  }

  /** The session of a token, if it holds; once in a while notes that it was seen. */
  public Optional<Session> find(String token) throws SQLException {
    Instant now = clock.instant();
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(FIND)) {
      s.setBytes(1, Passwords.sha256(token));
      try (ResultSet r = s.executeQuery()) {
        if (!r.next()) {
          return Optional.empty();
        }
        int next = PersonTable.NEXT;
        Stage stage = Stage.valueOf(Row.string(r, next + 1).toUpperCase(Locale.ROOT));
        Instant created = Row.value(Row.instant(r, next + 4));
        Instant lastSeen = Row.value(Row.instant(r, next + 5));
        if (!SessionRule.holds(stage, created, lastSeen, now)) {
          return Optional.empty();
        }
        Integer account = r.getObject(next + 2, Integer.class);
        Session session =
            new Session(
                r.getLong(next),
                PersonTable.person(r),
                stage,
                account == null ? null : new Place(account, Row.string(r, next + 3)));
        if (stage == Stage.FULL && Duration.between(lastSeen, now).compareTo(TOUCH_EVERY) > 0) {
          touch(db, session, now);
        }
        return Optional.of(session);
      }
    }
  }

  private static void touch(Connection db, Session session, Instant now) throws SQLException {
    PersonTable.update(
        db, "UPDATE person_session SET last_seen_at = ? WHERE id = ?", at(now), session.id());
    PersonTable.update(
        db, "UPDATE person SET last_seen_at = ? WHERE id = ?", at(now), session.person().id());
  }

  /** From now on an operator looks at this account. */
  public void choose(long session, int account) throws SQLException {
    try (Connection db = database.connection()) {
      PersonTable.update(
          db, "UPDATE person_session SET account_id = ? WHERE id = ?", account, session);
    }
  }

  /** Where somebody is logged in, newest first. */
  public List<Seen> of(long person) throws SQLException {
    List<Seen> seen = new ArrayList<>();
    Instant now = clock.instant();
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                """
                SELECT id, created_at, last_seen_at, address, agent FROM person_session
                WHERE person_id = ? AND stage = 'full' ORDER BY last_seen_at DESC, id DESC
                """)) {
      s.setLong(1, person);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          Instant since = Row.value(Row.instant(r, 2));
          Instant last = Row.value(Row.instant(r, 3));
          if (SessionRule.holds(Stage.FULL, since, last, now)) {
            seen.add(new Seen(r.getLong(1), since, last, Row.string(r, 4), Row.string(r, 5)));
          }
        }
      }
    }
    return seen;
  }

  /** Ends one of somebody's sessions; false if it is not theirs or over already. */
  public boolean end(long person, long session) throws SQLException {
    try (Connection db = database.connection()) {
      return PersonTable.update(
              db, "DELETE FROM person_session WHERE person_id = ? AND id = ?", person, session)
          == 1;
    }
  }

  /** Ends all of somebody's sessions but one; 0 for really all. */
  public void endAll(long person, long but) throws SQLException {
    try (Connection db = database.connection()) {
      PersonChanges.endSessions(db, person, but);
    }
  }

  private static Object at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static String cut(String text, int max) {
    String plain = text.replaceAll("\\p{Cntrl}", " ");
    return plain.length() > max ? plain.substring(0, max) : plain;
  }
}
