package io.waybill.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down when keys were last used: once in a while, all together, never while a caller waits.
 * The first use of a new password is written at once, and what rotations left behind is removed.
 * While the database is away everything is kept and tried again; in memory there is one instant for
 * each key.
 */
final class KeyUse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyUse.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private static final String TOUCH_KEYS =
      """
      UPDATE api_key k SET last_used_at = u.at
      FROM unnest(?::text[], ?::timestamptz[]) AS u(name, at)
      WHERE k.username = u.name AND (k.last_used_at IS NULL OR k.last_used_at < u.at)
      """;
  private static final String TOUCH_OPERATORS =
      """
      UPDATE operator_key k SET last_used_at = u.at
      FROM unnest(?::text[], ?::timestamptz[]) AS u(name, at)
      WHERE k.name = u.name AND (k.last_used_at IS NULL OR k.last_used_at < u.at)
      """;

  private final Database database;
  private final InstantSource clock;
  private final Duration every;
  private final Map<String, Instant> used = new ConcurrentHashMap<>();
  private final Map<String, Instant> operators = new ConcurrentHashMap<>();
  private final Set<String> moved = ConcurrentHashMap.newKeySet();
  private final Semaphore hurry = new Semaphore(0);
  private @Nullable Thread thread;

  KeyUse(Database database, InstantSource clock, Duration every) {
    this.database = database;
    this.clock = clock;
    this.every = every;
  }

  void start() {
    thread = Thread.ofVirtual().name("key-use").start(this::run);
  }

  /** Notes a use; never waits. */
  void note(String username, boolean firstUseOfNew) {
    used.put(username, clock.instant());
    if (firstUseOfNew && moved.add(username)) {
      hurry.release();
    }
  }

  /** Notes that an operator came; never waits. */
  void noteOperator(String name) {
    operators.put(name, clock.instant());
  }

  private void run() {
    boolean failing = false;
    try {
      while (true) {
        boolean called = hurry.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS);
        try {
          write(!called);
          failing = false;
        } catch (SQLException | RuntimeException e) {
          if (!failing) {
            LOG.warn("the use of keys cannot be written, it is kept: {}", e.getMessage());
          }
          failing = true;
          TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE.toMillis());
          hurry.release();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what was noted. */
  private void write(boolean all) throws SQLException {
    List<Map.Entry<String, Instant>> uses = List.copyOf(used.entrySet());
    List<Map.Entry<String, Instant>> came = List.copyOf(operators.entrySet());
    List<String> moves = List.copyOf(moved);
    try (Connection db = database.connection()) {
      if (!moves.isEmpty()) {
        move(db, moves);
        moves.forEach(moved::remove);
      }
      if (all || !uses.isEmpty()) {
        touch(db, TOUCH_KEYS, uses);
        uses.forEach(use -> used.remove(use.getKey(), use.getValue()));
        touch(db, TOUCH_OPERATORS, came);
        came.forEach(use -> operators.remove(use.getKey(), use.getValue()));
      }
      if (all) {
        forget(db);
      }
    }
  }

  private static void move(Connection db, List<String> usernames) throws SQLException {
    // First config_change, as everybody who changes something does: else two could wait for each
    // other.
    try (PreparedStatement s =
            db.prepareStatement("UPDATE api_key SET moved = true WHERE username = ANY(?)");
        PreparedStatement tell = db.prepareStatement("UPDATE config_change SET n = n + 1")) {
      s.setArray(1, db.createArrayOf("text", usernames.toArray()));
      Transaction.of(
          db,
          () -> {
            tell.executeUpdate();
            return s.executeUpdate();
          });
    }
  }

  private static void touch(Connection db, String sql, List<Map.Entry<String, Instant>> uses)
      throws SQLException {
    try (PreparedStatement s = db.prepareStatement(sql)) {
      s.setArray(1, db.createArrayOf("text", uses.stream().map(Map.Entry::getKey).toArray()));
      s.setArray(
          2, db.createArrayOf("text", uses.stream().map(u -> u.getValue().toString()).toArray()));
      s.executeUpdate();
    }
  }

  /** A password that opens nothing any more is not kept, not even sealed. */
  private static void forget(Connection db) throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            """
            UPDATE api_key SET previous_sealed = NULL, previous_until = NULL, moved = true
            WHERE previous_until <= now()
            """)) {
      s.executeUpdate();
    }
  }

  /** Writes what is left, if the database answers, and stops. */
  @Override
  public void close() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    running.interrupt();
    try {
      running.join(Duration.ofSeconds(5));
      write(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      LOG.info("the last use of some keys is not written: {}", e.getMessage());
    }
  }
}
