package io.waybill.store;

import io.waybill.account.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;

/**
 * Fills the database with a history of messages that never were: for trying pages, reports and
 * retention at size. All of them are over and told, so nothing of it is ever sent, and a Waybill
 * that runs on the same database goes on meanwhile. Accounts of it are called {@code seed-1} and so
 * on. The same plan makes the same messages.
 */
public final class Seed {
  private static final long NAME = 0x5741_5942_5345_4544L;
  private static final int HOURS = 24;

  /** Messages of an hour of the day, relative: little at night, most before noon. */
  private static final int[] BY_HOUR = {
    2, 1, 1, 1, 1, 3, 8, 18, 34, 46, 52, 50, 44, 42, 44, 43, 40, 36, 30, 24, 18, 12, 7, 4
  };

  private static final int ALL_HOURS = java.util.Arrays.stream(BY_HOUR).sum();

  private final Database database;
  private final Vault vault;
  private final Plan plan;

  private Seed(Database database, Vault vault, Plan plan) {
    this.database = database;
    this.vault = vault;
    this.plan = plan;
  }

  /**
   * What to make.
   *
   * @param messages 1 to 20,000,000
   * @param days over which they are spread, 1 to 400, the last one the day before {@code end}
   * @param accounts 1 to 50
   * @param seed of the random numbers
   * @param end nothing happens later
   */
  public record Plan(long messages, int days, int accounts, long seed, Instant end) {
    public Plan {
      if (messages < 1 || messages > 20_000_000) {
        throw new IllegalArgumentException("messages must be 1 to 20000000");
      }
      if (days < 1 || days > 400) {
        throw new IllegalArgumentException("days must be 1 to 400");
      }
      if (accounts < 1 || accounts > 50) {
        throw new IllegalArgumentException("accounts must be 1 to 50");
      }
    }
  }

  /** Told now and then how far it is. */
  public interface Progress {
    void made(long messages);
  }

  /**
   * Makes them all.
   *
   * @throws SQLException if another one is at work, or the database fails; what was finished until
   *     then stays, and is counted
   */
  public static void run(Database database, Vault vault, Plan plan, Progress progress)
      throws SQLException, InterruptedException, AdminStore.Refused {
    Seed seed = new Seed(database, vault, plan);
    try (Connection guard = database.connection()) {
      if (!locks(guard)) {
        throw new SQLException("another seed is at work on this database");
      }
      try {
        seed.make(progress);
      } finally {
        unlock(guard);
      }
    }
  }

  private void make(Progress progress)
      throws SQLException, InterruptedException, AdminStore.Refused {
    SeedMaker maker = new SeedMaker(new SplittableRandom(plan.seed()), accounts(), plan.end());
    Instant start = plan.end().minus(Duration.ofDays(plan.days()));
    try (SeedLoader loader = new SeedLoader(database, vault, plan.end())) {
      SplittableRandom times = new SplittableRandom(plan.seed() + 1);
      long made = 0;
      double weights = 0;
      double all = weight(start, plan.end());
      for (Instant hour = start; hour.isBefore(plan.end()); hour = hour.plus(Duration.ofHours(1))) {
        weights += weight(hour, hour.plus(Duration.ofHours(1)));
        long until = Math.round(plan.messages() * Math.min(1, weights / all));
        hour(loader, maker, times, hour, until - made);
        made = until;
        progress.made(made);
      }
      loader.finish();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException sql ? sql : new SQLException(e.getCause());
    }
    RollUp.run(database, plan.end());
  }

  private static void hour(
      SeedLoader loader, SeedMaker maker, SplittableRandom times, Instant hour, long messages)
      throws InterruptedException, ExecutionException {
    double millis = Duration.ofHours(1).toMillis();
    for (long i = 0; i < messages; i++) {
      long after = (long) ((i + times.nextDouble()) / messages * millis);
      loader.add(maker.make(hour.plusMillis(after)));
    }
  }

  /** Relative, of whole hours; weekends have half. */
  private static double weight(Instant from, Instant until) {
    double sum = 0;
    for (Instant at = from; at.isBefore(until); at = at.plus(Duration.ofHours(1))) {
      var local = at.atZone(ZoneOffset.UTC);
      boolean isWeekend = local.getDayOfWeek().getValue() > 5;
      sum += BY_HOUR[local.getHour() % HOURS] / (double) ALL_HOURS / (isWeekend ? 2 : 1);
    }
    return sum;
  }

  private List<Integer> accounts() throws SQLException, AdminStore.Refused {
    List<Integer> ids = new ArrayList<>();
    AdminStore admin = new AdminStore(database, vault);
    for (int i = 1; i <= plan.accounts(); i++) {
      int id = account("seed-" + i);
      ids.add(id != 0 ? id : admin.createAccount("seed-" + i, 30));
    }
    return ids;
  }

  private int account(String name) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement("SELECT id FROM account WHERE name = ?")) {
      s.setString(1, name);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? r.getInt(1) : 0;
      }
    }
  }

  private static boolean locks(Connection db) throws SQLException {
    try (PreparedStatement s = db.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
      s.setLong(1, NAME);
      try (ResultSet r = s.executeQuery()) {
        return r.next() && r.getBoolean(1);
      }
    }
  }

  private static void unlock(Connection db) throws SQLException {
    try (PreparedStatement s = db.prepareStatement("SELECT pg_advisory_unlock(?)")) {
      s.setLong(1, NAME);
      s.execute();
    }
  }

  /** The week of history that a message of that day is in. */
  static LocalDate monday(LocalDate day) {
    return day.minusDays(day.getDayOfWeek().getValue() - 1L);
  }
}
