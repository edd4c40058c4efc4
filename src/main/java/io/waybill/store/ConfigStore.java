package io.waybill.store;

import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.account.Operator;
import io.waybill.account.Vault;
import io.waybill.message.Event.OnUncertain;
import io.waybill.price.PriceList;
import io.waybill.price.Prices;
import io.waybill.routing.Carrier;
import io.waybill.routing.LinkSpec;
import io.waybill.routing.RouteTable;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
  private final InstantSource clock;
  private final KeyTable keys;
  private final CarrierTable carriers;
  private final KeyUse use;
  private final Semaphore hurry = new Semaphore(0);
  private volatile Snapshot now;
  private @Nullable Thread watch;

  /** A link as configured, with its password. */
  public record LinkRow(LinkSpec spec, String password) {
    public String name() {
      return spec.name();
    }

    @Override
    public String toString() {
      return spec.name();
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
      Map<String, Operator> operators,
      Map<Integer, Account> accounts,
      Map<String, Carrier> carriers,
      List<LinkRow> links,
      RouteTable routes,
      List<WireOrders.Order> wireOrders,
      PriceList prices,
      Map<Integer, BigDecimal> balances) {}

  /** Reads everything once. */
  public ConfigStore(Database database, Vault vault) throws SQLException {
    this(database, vault, InstantSource.system(), WRITE_USE_EVERY);
  }

  ConfigStore(Database database, Vault vault, InstantSource clock, Duration writeUseEvery)
      throws SQLException {
    this.database = database;
    this.clock = clock;
    this.keys = new KeyTable(vault);
    this.carriers = new CarrierTable(vault);
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
                  hurry.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                  hurry.drainPermits();
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

  /** Looks at once: somebody has just changed something. */
  public void look() {
    hurry.release();
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
  public Optional<Operator> operator(String token) {
    return Optional.ofNullable(now.operators().get(Operator.hash(token)))
        .filter(operator -> operator.isIn(clock.instant()));
  }

  @Override
  public void used(Operator operator) {
    use.noteOperator(operator.name());
  }

  @Override
  public PriceList list() {
    return now.prices();
  }

  @Override
  public Optional<BigDecimal> balance(int accountId) {
    return Optional.ofNullable(now.balances().get(accountId));
  }

  /** All links, those that are paused too. */
  public List<LinkRow> links() {
    return now.links();
  }

  /** How a carrier is set; the usual one if it is not there any more. */
  public Carrier carrier(String name) {
    Carrier carrier = now.carriers().get(name);
    return carrier == null ? Carrier.usual(name) : carrier;
  }

  /** The names of all carriers. */
  public List<String> carriers() {
    return List.copyOf(now.carriers().keySet());
  }

  /** Which carrier a message goes to. */
  public RouteTable routes() {
    return now.routes();
  }

  /** Which links' traffic is to be written down. */
  public List<WireOrders.Order> wireOrders() {
    return now.wireOrders();
  }

  /** What a carrier wants done with parts whose outcome is unknown. */
  public OnUncertain policy(String carrier) {
    return carrier(carrier).onUncertain();
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
          OperatorTable.all(db),
          accounts(db),
          CarrierTable.carriers(db),
          carriers.links(db),
          CarrierTable.routes(db),
          WireOrders.all(db),
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

  @Override
  public void close() {
    Thread thread = watch;
    if (thread != null) {
      thread.interrupt();
    }
    use.close();
  }
}
