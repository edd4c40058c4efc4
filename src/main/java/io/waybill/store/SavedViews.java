package io.waybill.store;

import io.waybill.store.AdminStore.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Filters that people keep under a name: each person's own, for each account that they look at. */
public final class SavedViews {
  /** So many one person has for one account. */
  public static final int MAX = 30;

  /** The longest name. */
  public static final int NAME_MAX = 60;

  /** The longest filter. */
  public static final int QUERY_MAX = 2_000;

  private final Database database;

  public SavedViews(Database database) {
    this.database = database;
  }

  /**
   * A filter with a name.
   *
   * @param query of the address, without the question mark
   */
  public record SavedView(long id, String name, String query) {}

  /** Those of a person for an account, by name. */
  public List<SavedView> of(long person, int account) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                "SELECT id, name, query FROM saved_view WHERE person_id = ? AND account_id = ?"
                    + " ORDER BY lower(name), id")) {
      s.setLong(1, person);
      s.setInt(2, account);
      List<SavedView> views = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          views.add(new SavedView(r.getLong(1), Row.string(r, 2), Row.string(r, 3)));
        }
      }
      return views;
    }
  }

  /**
   * Keeps a filter; one of the same name is replaced.
   *
   * @throws Refused if the person has {@link #MAX} already
   */
  public void save(long person, int account, String name, String query)
      throws SQLException, Refused {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                """
                INSERT INTO saved_view (person_id, account_id, name, query)
                SELECT ?, ?, ?, ? WHERE (SELECT count(*) FROM saved_view
                  WHERE person_id = ? AND account_id = ? AND name <> ?) < ?
                ON CONFLICT (person_id, account_id, name) DO UPDATE SET query = excluded.query
                """)) {
      s.setLong(1, person);
      s.setInt(2, account);
      s.setString(3, name);
      s.setString(4, query);
      s.setLong(5, person);
      s.setInt(6, account);
      s.setString(7, name);
      s.setInt(8, MAX);
      if (s.executeUpdate() == 0) {
        throw new Refused("You have " + MAX + " views already: remove one first.");
      }
    }
  }

  /** Removes one; false if it is not this person's for this account. */
  public boolean remove(long person, int account, long view) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                "DELETE FROM saved_view WHERE id = ? AND person_id = ? AND account_id = ?")) {
      s.setLong(1, view);
      s.setLong(2, person);
      s.setInt(3, account);
      return s.executeUpdate() > 0;
    }
  }
}
