package io.waybill.store;

import io.waybill.account.Person;
import io.waybill.settings.Difference;
import io.waybill.store.AdminStore.Refused;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How people are changed: in one transaction, with its line in the audit log. */
abstract class PersonChanges {
  private static final String KIND = "person";

  private final Database database;

  PersonChanges(Database database) {
    this.database = database;
  }

  Connection connection() throws SQLException {
    return database.connection();
  }

  static void endSessions(Connection db, long person, long but) throws SQLException {
    PersonTable.update(
        db, "DELETE FROM person_session WHERE person_id = ? AND id <> ?", person, but);
  }

  static Person locked(Connection db, long id) throws SQLException, Refused {
    List<Person> found = PersonTable.where(db, "WHERE p.id = ? FOR UPDATE", id);
    if (found.isEmpty()) {
      throw new Refused("This person has been removed.");
    }
    return found.getFirst();
  }

  /** In the account of the person it is about, whoever does it. */
  static void note(
      Connection db, Audit.By by, String action, Person about, Map<String, Object> told)
      throws SQLException {
    Audit.By here = new Audit.By(by.actor(), by.via(), about.accountId(), by.address());
    Map<String, Object> after = told.isEmpty() ? null : new LinkedHashMap<>(told);
    new Audit(here).note(db, action, new Difference(KIND, about.email(), null, after));
  }

  interface Work<T> {
    T on(Connection db) throws SQLException, Refused;
  }

  <T> T change(Work<T> work) throws SQLException, Refused {
    try (Connection db = database.connection()) {
      return Transaction.<T, Refused>of(db, () -> work.on(db));
    }
  }
}
