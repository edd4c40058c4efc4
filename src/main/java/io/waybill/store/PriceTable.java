package io.waybill.store;

import io.waybill.price.Price;
import io.waybill.price.PriceList;
import io.waybill.settings.Difference;
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

  private final AdminStore admin;
  private final Database database;

  PriceTable(AdminStore admin, Database database) {
    this.admin = admin;
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
    admin.change(db -> {
      insert(
          db,
          INSERT
              + " ON CONFLICT (country, mccmnc) DO UPDATE"
              + " SET network = excluded.network, amount = excluded.amount",
          List.of(price));
      if (count(db) > PriceList.MAX) {
        throw new AdminStore.Refused("there are " + PriceList.MAX + " prices already");
      }
      note(db, "price", name(price.country(), price.mccmnc()), null, price.amount());
      return 0;
    });
  }

  /** Removes the price of a network, or of a country where {@code mccmnc} is null. */
  public void remove(String country, @Nullable String mccmnc)
      throws SQLException, AdminStore.Refused {
    admin.change(db -> {
      try (PreparedStatement s =
          db.prepareStatement(
              "DELETE FROM price WHERE country = ? AND mccmnc IS NOT DISTINCT FROM ?")) {
        s.setString(1, country);
        s.setString(2, mccmnc);
        if (s.executeUpdate() == 0) {
          throw new AdminStore.Refused("there is no such price");
        }
      }
      note(db, "price", name(country, mccmnc), "gone", null);
      return 0;
    });
  }

  /** Puts these in the place of all prices there were. */
  public void replace(List<Price> prices) throws SQLException, AdminStore.Refused {
    admin.change(db -> {
      int before = count(db);
      try (Statement s = db.createStatement()) {
        s.execute("DELETE FROM price");
      }
      insert(db, INSERT, prices);
      note(db, "price", "all", before + " prices", prices.size() + " prices");
      return 0;
    });
  }

  /** What is left on an account; null if it is not limited. */
  public @Nullable BigDecimal balance(String account) throws SQLException, AdminStore.Refused {
    try (Connection db = database.connection()) {
      return balances(db).get(CarrierTable.accountId(db, account));
    }
  }

  /** Sets what is left on an account, in euro; null for no limit. */
  public void balance(String account, @Nullable BigDecimal amount)
      throws SQLException, AdminStore.Refused {
    admin.change(db -> {
      int number = CarrierTable.accountId(db, account);
      BigDecimal before = balances(db).get(number);
      String sql =
          amount == null
              ? "DELETE FROM balance WHERE account_id = ?"
              : "INSERT INTO balance (account_id, amount) VALUES (?, ?)"
                  + " ON CONFLICT (account_id) DO UPDATE SET amount = excluded.amount";
      try (PreparedStatement s = db.prepareStatement(sql)) {
        s.setInt(1, number);
        if (amount != null) {
          s.setBigDecimal(2, amount);
        }
        s.executeUpdate();
      }
      note(db, "balance", account, before, amount);
      return 0;
    });
  }

  private static String name(String country, @Nullable String mccmnc) {
    return mccmnc == null ? country : country + " " + mccmnc;
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

  /** Notes what was done to a price, a list of prices or a balance. */
  private void note(
      Connection db, String kind, String name, @Nullable Object before, @Nullable Object after)
      throws SQLException {
    Difference done =
        new Difference(
            kind,
            name,
            before == null ? null : Map.of("amount", before),
            after == null ? null : Map.of("amount", after));
    if (before != null || after != null) {
      admin.audit().note(db, List.of(done));
    }
  }
}
