package io.waybill.store;

import io.waybill.price.Price;
import io.waybill.price.PriceList;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prices and balances as they are stored. Each change is one transaction and is in force in a
 * running process within a second.
 */
public final class PriceTable {
  private static final String INSERT =
      "INSERT INTO price (country, mccmnc, network, amount) VALUES (?, ?, ?, ?)";

  private final Database database;

  PriceTable(Database database) {
    this.database = database;
  }

  /** All prices. */
  public PriceList list() throws SQLException {
    try (Connection db = database.connection()) {
      return list(db);
    }
  }

  static PriceList list(Connection db) throws SQLException {
    try (PreparedStatement s =
            db.prepareStatement("SELECT country, mccmnc, network, amount FROM price");
        ResultSet r = s.executeQuery()) {
      List<Price> prices = new ArrayList<>();
      while (r.next()) {
        prices.add(new Price(Row.string(r, 1), r.getString(2), r.getString(3), r.getBigDecimal(4)));
      }
      return new PriceList(prices);
    }
  }

  /** By account number; accounts that are not limited are not in it. */
  static Map<Integer, BigDecimal> balances(Connection db) throws SQLException {
    try (PreparedStatement s = db.prepareStatement("SELECT account_id, amount FROM balance");
        ResultSet r = s.executeQuery()) {
      Map<Integer, BigDecimal> balances = new HashMap<>();
      while (r.next()) {
        balances.put(r.getInt(1), r.getBigDecimal(2));
      }
      return Map.copyOf(balances);
    }
  }

  /** Sets the price of a network, or of a country. */
  public void set(Price price) throws SQLException, AdminStore.Refused {
    change(db -> {
      insert(
          db,
          INSERT
              + " ON CONFLICT (country, mccmnc) DO UPDATE"
              + " SET network = excluded.network, amount = excluded.amount",
          List.of(price));
      if (count(db) > PriceList.MAX) {
        throw new AdminStore.Refused("there are " + PriceList.MAX + " prices already");
      }
    });
  }

  /** Removes the price of a network, or of a country where {@code mccmnc} is null. */
  public void remove(String country, @Nullable String mccmnc)
      throws SQLException, AdminStore.Refused {
    change(db -> {
      try (PreparedStatement s =
          db.prepareStatement(
              "DELETE FROM price WHERE country = ? AND mccmnc IS NOT DISTINCT FROM ?")) {
        s.setString(1, country);
        s.setString(2, mccmnc);
        if (s.executeUpdate() == 0) {
          throw new AdminStore.Refused("there is no such price");
        }
      }
    });
  }

  /** Puts these in the place of all prices there were. */
  public void replace(List<Price> prices) throws SQLException, AdminStore.Refused {
    change(db -> {
      try (Statement s = db.createStatement()) {
        s.execute("DELETE FROM price");
      }
      insert(db, INSERT, prices);
    });
  }

  /** What is left on an account; null if it is not limited. */
  public @Nullable BigDecimal balance(String account) throws SQLException, AdminStore.Refused {
    try (Connection db = database.connection()) {
      return balances(db).get(number(db, account));
    }
  }

  /** Sets what is left on an account, in euro; null for no limit. */
  public void balance(String account, @Nullable BigDecimal amount)
      throws SQLException, AdminStore.Refused {
    change(db -> {
      String sql =
          amount == null
              ? "DELETE FROM balance WHERE account_id = ?"
              : "INSERT INTO balance (account_id, amount) VALUES (?, ?)"
                  + " ON CONFLICT (account_id) DO UPDATE SET amount = excluded.amount";
      try (PreparedStatement s = db.prepareStatement(sql)) {
        s.setInt(1, number(db, account));
        if (amount != null) {
          s.setBigDecimal(2, amount);
        }
        s.executeUpdate();
      }
    });
  }

  private static int number(Connection db, String account) throws SQLException, AdminStore.Refused {
    try (PreparedStatement s = db.prepareStatement("SELECT id FROM account WHERE name = ?")) {
      s.setString(1, account);
      try (ResultSet r = s.executeQuery()) {
        if (!r.next()) {
          throw new AdminStore.Refused("no account is named " + account);
        }
        return r.getInt(1);
      }
    }
  }

  private static int count(Connection db) throws SQLException {
    try (PreparedStatement s = db.prepareStatement("SELECT count(*) FROM price");
        ResultSet r = s.executeQuery()) {
      r.next();
      return r.getInt(1);
    }
  }

  private static void insert(Connection db, String sql, List<Price> prices) throws SQLException {
    try (PreparedStatement s = db.prepareStatement(sql)) {
      for (Price price : prices) {
        s.setString(1, price.country());
        s.setString(2, price.mccmnc());
        s.setString(3, price.network());
        s.setBigDecimal(4, price.amount());
        s.addBatch();
      }
      s.executeBatch();
    }
  }

  private interface Work {
    void on(Connection db) throws SQLException, AdminStore.Refused;
  }

  private void change(Work work) throws SQLException, AdminStore.Refused {
    try (Connection db = database.connection()) {
      db.setAutoCommit(false);
      try (Statement s = db.createStatement()) {
        // First, so that two changes at the same time go one after the other.
        s.execute("UPDATE config_change SET n = n + 1");
        work.on(db);
        db.commit();
      } finally {
        db.rollback();
        db.setAutoCommit(true);
      }
    }
  }
}
