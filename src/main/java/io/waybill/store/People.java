package io.waybill.store;

import io.waybill.account.Passwords;
import io.waybill.account.Person;
import io.waybill.account.Person.Theme;
import io.waybill.account.Role;
import io.waybill.account.SessionRule;
import io.waybill.settings.Difference;
import io.waybill.store.AdminStore.Refused;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who logs in at the dashboard. Each change is one transaction, with its line in the audit log and
 * with the end of the sessions that must not outlive it.
 */
public final class People extends PersonChanges {
  /** More than anybody should have to look through. */
  private static final int LIST_MAX = 1_000;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public People(Database database, InstantSource clock) {
    super(database);
    this.clock = clock;
  }

  /** What a link that somebody was given is for. */
  public enum Purpose {
    INVITATION,
    RESET;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Somebody who came by a link that holds. */
  public record Linked(Person person, Purpose purpose) {}

  /** Somebody by address in small letters, whether they can log in or not. */
  public Optional<Person> person(String email) throws SQLException {
    try (Connection db = connection()) {
      return PersonTable.where(db, "WHERE p.email = ?", email).stream().findFirst();
    }
  }

  /** The people of an account, at most 1,000; of the platform when it is null. */
  public List<Person> of(@Nullable Integer account) throws SQLException {
    try (Connection db = connection()) {
      return PersonTable.where(
          db,
          "WHERE p.account_id IS NOT DISTINCT FROM ?::int ORDER BY p.email LIMIT " + LIST_MAX,
          account);
    }
  }

  /** Everybody: e-mail, name, role, account, standing, second factor, last seen; times in UTC. */
  public List<AdminStore.Line> lines(AdminStore admin) throws SQLException {
    return admin.lines(
        """
        SELECT p.email, coalesce(nullif(p.name, ''), '-'), p.role, coalesce(a.name, '-'),
          CASE WHEN p.password_hash IS NULL THEN 'invited' ELSE 'active' END,
          CASE WHEN p.totp_sealed IS NULL THEN 'no' ELSE 'yes' END,
          coalesce(to_char(p.last_seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), 'never')
        FROM person p LEFT JOIN account a ON a.id = p.account_id ORDER BY p.email LIMIT 10000
        """);
  }

  /**
   * Makes a person who has no password yet.
   *
   * @param account null for an operator of the platform, and only then
   * @return the token of a link that lasts 72 hours: shown only this once
   */
  public String invite(Audit.By by, String email, Role role, @Nullable Integer account)
      throws SQLException, Refused {
    return change(db -> {
      int made =
          PersonTable.update(
              db,
              """
              INSERT INTO person (email, role, account_id) VALUES (?, ?, ?::int)
              ON CONFLICT (email) DO NOTHING
              """,
              email,
              role.word(),
              account);
      if (made == 0) {
        throw new Refused("This address cannot be invited: it has a log-in here already.");
      }
      Person person = PersonTable.where(db, "WHERE p.email = ?", email).getFirst();
      note(db, by, "invite", person, Map.of("role", role.word()));
      return link(db, person.id(), Purpose.INVITATION);
    });
  }

  /**
   * Makes a link that lets somebody set a password; links made before open nothing any more. For
   * one who never came it is an invitation again.
   *
   * @return its token: shown only this once
   */
  public String link(Audit.By by, Person person) throws SQLException, Refused {
    return change(db -> {
      locked(db, person.id());
      Purpose purpose = person.isActive() ? Purpose.RESET : Purpose.INVITATION;
      note(db, by, purpose.word() + " link", person, Map.of());
      return link(db, person.id(), purpose);
    });
  }

  private String link(Connection db, long person, Purpose purpose) throws SQLException {
    String token = Passwords.fresh(random);
    Instant until =
        clock.instant().plus(purpose == Purpose.RESET ? SessionRule.RESET : SessionRule.INVITATION);
    PersonTable.update(db, "DELETE FROM person_link WHERE person_id = ?", person);
    PersonTable.update(
        db,
        """
        INSERT INTO person_link (token_sha256, person_id, purpose, expires_at) VALUES (?, ?, ?, ?)
        """,
        Passwords.sha256(token),
        person,
        purpose.word(),
        until.atOffset(ZoneOffset.UTC));
    return token;
  }

  /** Whose link that is, while it holds. */
  public Optional<Linked> linked(String token) throws SQLException {
    try (Connection db = connection()) {
      return linked(db, token);
    }
  }

  private Optional<Linked> linked(Connection db, String token) throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            "SELECT "
                + PersonTable.COLUMNS
                + """
                , l.purpose FROM person_link l JOIN person p ON p.id = l.person_id
                LEFT JOIN account a ON a.id = p.account_id
                WHERE l.token_sha256 = ? AND l.expires_at > ? AND coalesce(a.enabled, true)
                FOR UPDATE OF l
                """)) {
      s.setBytes(1, Passwords.sha256(token));
      s.setObject(2, clock.instant().atOffset(ZoneOffset.UTC));
      try (ResultSet r = s.executeQuery()) {
        return r.next()
            ? Optional.of(
                new Linked(
                    PersonTable.person(r),
                    Purpose.valueOf(Row.string(r, PersonTable.NEXT).toUpperCase(Locale.ROOT))))
            : Optional.empty();
      }
    }
  }

  /**
   * Uses a link up: the person has this password from now on, and every session of before is over.
   *
   * @param name null: as it was
   */
  public Person take(Audit.By by, String token, @Nullable String name, String passwordHash)
      throws SQLException, Refused {
    return change(db -> {
      Linked linked =
          linked(db, token).orElseThrow(() -> new Refused("This link has been used or is over."));
      Person person = linked.person();
      PersonTable.update(db, "DELETE FROM person_link WHERE person_id = ?", person.id());
      PersonTable.update(
          db,
          "UPDATE person SET password_hash = ?, name = coalesce(?::text, name) WHERE id = ?",
          passwordHash,
          name,
          person.id());
      endSessions(db, person.id(), 0);
      String action = linked.purpose() == Purpose.RESET ? "reset password" : "accept invitation";
      note(db, by, action, person, Map.of());
      return locked(db, person.id());
    });
  }

  /** Gives somebody of an account another role there. The last owner stays one. */
  public void role(Audit.By by, Person person, Role role) throws SQLException, Refused {
    change(db -> {
      keepAnOwner(db, person, role);
      PersonTable.update(db, "UPDATE person SET role = ? WHERE id = ?", role.word(), person.id());
      note(db, by, "change role", person, Map.of("role", role.word()));
      return 0;
    });
  }

  /** Removes somebody, and ends what they had open. The last owner of an account stays. */
  public void remove(Audit.By by, Person person) throws SQLException, Refused {
    change(db -> {
      keepAnOwner(db, person, null);
      PersonTable.update(db, "DELETE FROM person WHERE id = ?", person.id());
      note(db, by, "remove", person, Map.of("role", person.role().word()));
      return 0;
    });
  }

  /** Invited ones do not count: they may never come. */
  private void keepAnOwner(Connection db, Person person, @Nullable Role next)
      throws SQLException, Refused {
    List<Person> owners =
        PersonTable.where(
            db,
            "WHERE p.account_id = ?::int AND p.role = 'owner' ORDER BY p.id FOR UPDATE",
            person.accountId());
    Person now = locked(db, person.id());
    boolean others = owners.stream().anyMatch(o -> o.id() != now.id() && o.isActive());
    if (now.role() == Role.OWNER && now.isActive() && next != Role.OWNER && !others) {
      throw new Refused(
          "The last owner of an account stays its owner: make somebody else an owner first.");
    }
  }

  /** What people set about themselves; nobody else needs to know. */
  public void preferences(long id, String name, Theme theme, ZoneId zone)
      throws SQLException, Refused {
    change(db -> {
      PersonTable.update(
          db,
          "UPDATE person SET name = ?, theme = ?, zone = ? WHERE id = ?",
          name,
          theme.word(),
          zone.getId(),
          id);
      return 0;
    });
  }

  /** Notes what changes nothing but is worth knowing: a log-in, a look into another account. */
  public void note(Audit.By by, String action, String kind, String name)
      throws SQLException, Refused {
    change(db -> {
      new Audit(by).note(db, action, new Difference(kind, name, null, null));
      return 0;
    });
  }
}
