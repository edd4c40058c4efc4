package io.waybill.store;

import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.account.Vault;
import io.waybill.message.Event.OnUncertain;
import io.waybill.price.PriceList;
import io.waybill.price.Prices;
import java.math.BigDecimal;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Accounts, keys, carriers, links and prices as they are now: read when they change, at most a
 * second later, and kept in memory.
 */
public final class ConfigStore implements KeyRing, Prices, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigStore.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration WRITE_USE_EVERY = Duration.ofMinutes(1);
  private static final JsonMapper JSON = new JsonMapper();

  private final Database database;
  private final Vault vault;
  private final InstantSource clock;
  private final KeyTable keys;
  private final KeyUse use;
  private volatile Snapshot now;
  private @Nullable Thread watch;

  /** A link as configured; the settings a carrier link is made from. */
  public record LinkRow(
      String name,
      String carrier,
      String host,
      int port,
      String systemId,
      String password,
      String systemType,
      int window,
      int ratePerSecond,
      int enquireLinkSeconds,
      int answerSeconds) {

    @Override
    public String toString() {
      return name + " (" + systemId + "@" + host + ":" + port + ")";
    }
  }

  /**
   * What stands in the database.
   *
   * @param until when it changes by itself, because a rotation ends; null: never
   */
  private record Snapshot(
      long version,
      @Nullable Instant until,
      Map<String, ApiKey> keys,
      Map<Integer, Account> accounts,
      Map<String, OnUncertain> policies,
      List<LinkRow> links,
      PriceList prices,
      Map<Integer, BigDecimal> balances) {}

  /** Reads everything once. */
  public ConfigStore(Database database, Vault vault) throws SQLException {
    this(database, vault, InstantSource.system(), WRITE_USE_EVERY);
  }

  ConfigStore(Database database, Vault vault, InstantSource clock, Duration writeUseEvery)
      throws SQLException {
    this.database = database;
    this.vault = vault;
    this.clock = clock;
    this.keys = new KeyTable(vault);
    this.use = new KeyUse(database, clock, writeUseEvery);
    this.now = read();
  }

  /** Looks for changes from now on; after each, {@code changed} runs. Notes how keys are used. */
  public void watch(Runnable changed) {
    use.start();
    watch =
        Thread.ofVirtual()
            .name("config-watch")
            .start(() -> {
              while (true) {
                try {
                  Thread.sleep(LOOK_EVERY);
                  if (version() != now.version() || isOver(now.until())) {
                    now = read();
                    changed.run();
                  }
                } catch (InterruptedException e) {
                  return;
                } catch (SQLException | RuntimeException e) {
                  LOG.warn("accounts and links cannot be read: {}", String.valueOf(e));
                }
              }
            });
  }

  private boolean isOver(@Nullable Instant until) {
    return until != null && !clock.instant().isBefore(until);
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public void used(ApiKey key, boolean firstUseOfNew) {
    use.note(key.username(), firstUseOfNew);
  }

  @Override
  public Optional<ApiKey> key(String username) {
    return Optional.ofNullable(now.keys().get(username));
  }

  @Override
  public Optional<Account> account(int id) {
    return Optional.ofNullable(now.accounts().get(id));
  }

  @Override
  public PriceList list() {
    return now.prices();
  }

  @Override
  public Optional<BigDecimal> balance(int accountId) {
    return Optional.ofNullable(now.balances().get(accountId));
  }

  /** The enabled links. */
  public List<LinkRow> links() {
    return now.links();
  }

  /** What a carrier wants done with parts whose outcome is unknown. */
  public OnUncertain policy(String carrier) {
    return now.policies().getOrDefault(carrier, OnUncertain.RESEND);
  }

  private long version() throws SQLException {
    try (Connection db = database.connection();
        Statement s = db.createStatement();
        ResultSet r = s.executeQuery("SELECT n FROM config_change")) {
      r.next();
      return r.getLong(1);
    }
  }

  private Snapshot read() throws SQLException {
    long version = version();
    try (Connection db = database.connection()) {
      Map<String, ApiKey> all = keys.all(db, clock.instant());
      Instant until =
          all.values().stream()
              .map(ApiKey::rotation)
              .filter(Objects::nonNull)
              .map(ApiKey.Rotation::previousUntil)
              .min(Instant::compareTo)
              .orElse(null);
      return new Snapshot(
          version,
          until,
          all,
          accounts(db),
          policies(db),
          links(db),
          PriceTable.list(db),
          PriceTable.balances(db));
    }
  }

  private static Map<Integer, Account> accounts(Connection db) throws SQLException {
    Map<Integer, Account> accounts = new HashMap<>();
    try (PreparedStatement s =
            db.prepareStatement(
                "SELECT id, name, enabled, content_days, replacements::text FROM account");
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        Map<String, String> table =
            JSON.readValue(Row.string(r, 5), new TypeReference<Map<String, String>>() {});
        accounts.put(
            r.getInt(1),
            new Account(r.getInt(1), Row.string(r, 2), r.getBoolean(3), r.getInt(4), table));
      }
    }
    return Map.copyOf(accounts);
  }

  private static Map<String, OnUncertain> policies(Connection db) throws SQLException {
    Map<String, OnUncertain> policies = new HashMap<>();
    try (PreparedStatement s = db.prepareStatement("SELECT name, on_uncertain FROM carrier");
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        policies.put(
            Row.string(r, 1), OnUncertain.valueOf(Row.string(r, 2).toUpperCase(Locale.ROOT)));
      }
    }
    return Map.copyOf(policies);
  }

  private List<LinkRow> links(Connection db) throws SQLException {
    List<LinkRow> links = new ArrayList<>();
    try (PreparedStatement s =
            db.prepareStatement(
                """
                SELECT name, carrier, host, port, system_id, password_sealed, system_type,
                  window_size, rate_per_second, enquire_link_seconds, answer_seconds
                FROM link WHERE enabled ORDER BY name
                """);
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        byte[] sealed = r.getBytes(6);
        String password = sealed == null ? "" : unseal(sealed, "the password of a link");
        links.add(
            new LinkRow(
                Row.string(r, 1),
                Row.string(r, 2),
                Row.string(r, 3),
                r.getInt(4),
                Row.string(r, 5),
                password == null ? "" : password,
                Row.string(r, 7),
                r.getInt(8),
                r.getInt(9),
                r.getInt(10),
                r.getInt(11)));
      }
    }
    return List.copyOf(links);
  }

  private @Nullable String unseal(byte @Nullable [] sealed, String what) {
    try {
      return sealed == null ? null : vault.unseal(sealed);
    } catch (GeneralSecurityException e) {
      LOG.error("{} cannot be unsealed: is this the key file it was sealed with?", what);
      return null;
    }
  }

  @Override
  public void close() {
    Thread thread = watch;
    if (thread != null) {
      thread.interrupt();
    }
    use.close();
  }
}
