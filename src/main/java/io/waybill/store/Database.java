package io.waybill.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.flywaydb.core.Flyway;

/** The PostgreSQL behind the ledger: a bounded pool of connections, schema and partitions. */
public final class Database implements AutoCloseable {
  private static final Duration CLOCKS_APART_MAX = Duration.ofMinutes(5);
  private static final int VERSION_MIN = 150_000;

  private final HikariDataSource pool;
  private final Partitions partitions;

  private Database(HikariDataSource pool) {
    this.pool = pool;
    this.partitions = new Partitions(this);
  }

  /**
   * Connects, brings the schema up to date, makes partitions.
   *
   * @param connections most connections at once, at least 4
   * @throws SQLException with a text that says what to change
   */
  public static Database open(
      String url, String user, String password, int connections, InstantSource clock)
      throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(Math.min(2, connections));
    config.setConnectionTimeout(2_000);
    config.setValidationTimeout(1_000);
    config.setInitializationFailTimeout(10_000);
    config.addDataSourceProperty("prepareThreshold", "2");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("ApplicationName", "waybill");
    config.setMaxLifetime(0);
    config.addDataSourceProperty("socketTimeout", "60");
    config.addDataSourceProperty("connectTimeout", "5");
    Database database = new Database(new HikariDataSource(config));
    database.check(clock.instant());
    Flyway.configure().dataSource(database.pool).load().migrate();
    database.maintain(clock.instant());
    return database;
  }

  /** A connection from the pool; waits at most two seconds for one. */
  public Connection connection() throws SQLException {
    return pool.getConnection();
  }

  /** Closes a connection for good, and with it what its session holds: it leaves the pool. */
  void discard(Connection db) {
    pool.evictConnection(db);
  }

  /** Partitions for the next weeks. To be called daily. */
  public void maintain(Instant now) throws SQLException {
    partitions.maintain(now);
  }

  /** Drops partitions whose time is over. May wait long for readers: not for a hurried thread. */
  public void drop(Instant now) throws SQLException {
    partitions.drop(now);
  }

  Partitions partitions() {
    return partitions;
  }

  /** Whether it answers. */
  public boolean answers() {
    try (Connection db = connection()) {
      return db.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private void check(Instant now) throws SQLException {
    try (Connection db = connection();
        Statement s = db.createStatement();
        ResultSet r = s.executeQuery("SELECT now(), current_setting('server_version_num')::int")) {
      r.next();
      Duration apart = Duration.between(Row.value(Row.instant(r, 1)), now).abs();
      if (apart.compareTo(CLOCKS_APART_MAX) > 0) {
        throw new SQLException(
            "this machine's clock and the database's are "
                + apart.toSeconds()
                + " s apart: set both right (NTP), then start again");
      }
      if (r.getInt(2) < VERSION_MIN) {
        throw new SQLException("PostgreSQL 15 or later is needed, this is " + r.getInt(2) / 10_000);
      }
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
