package io.waybill.store;

import io.waybill.account.Routes;
import io.waybill.account.Vault;
import io.waybill.message.Event.OnUncertain;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which way messages go on each channel, as it is now: read when it changes, at most a second
 * later, and kept in memory.
 */
public final class ChannelStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelStore.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final Database database;
  private final AdapterTable table;
  private volatile Snapshot now;
  private @Nullable Thread watch;

  private record Snapshot(long version, List<AdapterRow> adapters, Map<Whose, String> routes) {}

  /**
   * @param account null: all that have none of their own
   */
  private record Whose(@Nullable Integer account, String channel) {}

  /** Reads everything once. */
  public ChannelStore(Database database, Vault vault) throws SQLException {
    this.database = database;
    this.table = new AdapterTable(vault);
    this.now = read();
  }

  /** Looks for changes from now on; after each, {@code changed} runs. */
  public void watch(Runnable changed) {
    watch =
        Thread.ofVirtual()
            .name("channel-watch")
            .start(() -> {
              while (true) {
                try {
                  Thread.sleep(LOOK_EVERY);
                  if (version() != now.version()) {
                    now = read();
                    changed.run();
                  }
                } catch (InterruptedException e) {
                  return;
                } catch (SQLException | RuntimeException e) {
                  LOG.warn("adapters cannot be read: {}", String.valueOf(e));
                }
              }
            });
  }

  /** See {@link Routes#of}. */
  public String of(int accountId, String channel) {
    Map<Whose, String> routes = now.routes();
    String own = routes.get(new Whose(accountId, channel));
    return own != null ? own : routes.getOrDefault(new Whose(null, channel), Routes.NO_ADAPTER);
  }

  /** All adapters, the disabled ones too. */
  public List<AdapterRow> adapters() {
    return now.adapters();
  }

  /** What is done on this route with a message whose outcome is unknown. */
  public Optional<OnUncertain> policy(String route) {
    return now.adapters().stream()
        .filter(a -> a.route().equals(route))
        .map(AdapterRow::onUncertain)
        .findFirst();
  }

  private Snapshot read() throws SQLException {
    long version = version();
    try (Connection db = database.connection()) {
      List<AdapterRow> adapters = List.copyOf(table.all(db));
      Map<Whose, String> routes = new HashMap<>();
      for (AdapterRow a : adapters) {
        if (a.enabled()) {
          routes.put(new Whose(a.accountId(), a.channel()), a.route());
        }
      }
      return new Snapshot(version, adapters, Map.copyOf(routes));
    }
  }

  private long version() throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement("SELECT n FROM config_change");
        ResultSet r = s.executeQuery()) {
      r.next();
      return r.getLong(1);
    }
  }

  @Override
  public void close() {
    Thread thread = watch;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
