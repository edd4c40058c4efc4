package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.account.KeySettings;
import io.waybill.account.Rights;
import io.waybill.account.Scope;
import io.waybill.account.Vault;
import io.waybill.ops.AddressRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys in the database, as a running process sees them. */
class ConfigStoreTest {
  private static final String OLD = "the-old-password-0123";
  private static final String NEW = "the-new-password-0123";
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final AtomicInteger aheadSeconds = new AtomicInteger();
  private final InstantSource clock =
      () -> Clock.systemUTC().instant().plusSeconds(aheadSeconds.get());
  private final Vault vault = new Vault(new byte[32]);
  private Database database = open();
  private final AdminStore admin = new AdminStore(database, vault);
  private ConfigStore ring = ring();

  private static Database open() {
    try {
      return Database.open(
          TestPostgres.freshDatabase(),
          TestPostgres.user(),
          TestPostgres.password(),
          4,
          Clock.systemUTC());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private ConfigStore ring() {
    try {
      return new ConfigStore(database, vault, clock, Duration.ofMillis(200));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void fill() throws SQLException, AdminStore.Refused {
    admin.createAccount("shop", 30);
    admin.createKey("shop", "shop", OLD, "Shop", null, "on");
    ring.watch(() -> {});
    until("the key is there", () -> ring.open("shop", OLD).isPresent());
  }

  @AfterEach
  void close() {
    ring.close();
    database.close();
  }

  private static void until(String what, BooleanSupplier reached) {
    long end = System.nanoTime() + BOUND.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + BOUND + ": " + what);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private ApiKey shop() {
    return ring.key("shop").orElseThrow();
  }

  private boolean holds(String condition) {
    try (Connection db = database.connection();
        Statement s = db.createStatement();
        var r = s.executeQuery("SELECT " + condition + " FROM api_key WHERE username = 'shop'")) {
      return r.next() && r.getBoolean(1);
    } catch (SQLException e) {
      throw new AssertionError(condition, e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection db = database.connection();
        Statement s = db.createStatement()) {
      s.execute(sql);
    }
  }

  /** What the gate does when it lets somebody in. */
  private void logIn(String password) {
    ApiKey key = ring.open("shop", password).orElseThrow();
    ring.used(key, key.isFirstUseOfNew(password));
  }

  @Test
  void callbacksAreSignedWithTheOldPasswordUntilTheNewOneIsUsed() throws Exception {
    admin.rotateKey("shop", NEW, Duration.ofHours(1));
    until("the new one opens it", () -> ring.open("shop", NEW).isPresent());
    logIn(OLD);
    assertThat(shop().password()).isEqualTo(OLD);
    logIn(NEW);
    until("signed with the new one", () -> shop().password().equals(NEW));
    assertThat(ring.open("shop", OLD)).isPresent();
    try (ConfigStore afterRestart = ring()) {
      assertThat(afterRestart.key("shop").map(ApiKey::password)).contains(NEW);
      assertThat(afterRestart.open("shop", OLD)).isPresent();
    }
  }

  @Test
  void theOldPasswordEndsWithTheOverlapEvenIfNobodyHasMoved() throws Exception {
    admin.rotateKey("shop", NEW, Duration.ofHours(1));
    until("the new one opens it", () -> ring.open("shop", NEW).isPresent());
    aheadSeconds.set(3601);
    assertThat(ring.open("shop", OLD)).isEmpty();
    until("signed with the new one", () -> shop().password().equals(NEW));
    assertThat(ring.open("shop", NEW)).isPresent();
    assertThat(ring.open("shop", OLD)).isEmpty();
  }

  @Test
  void aRotationWithoutOverlapEndsTheOldPasswordAtOnce() throws Exception {
    admin.rotateKey("shop", NEW, Duration.ZERO);
    until("the new one opens it", () -> ring.open("shop", NEW).isPresent());
    assertThat(ring.open("shop", OLD)).isEmpty();
    assertThat(shop().password()).isEqualTo(NEW);
    assertThat(holds("previous_sealed IS NULL AND moved")).isTrue();
  }

  @Test
  void aSecondRotationLeavesOnlyTheLastTwo() throws Exception {
    admin.rotateKey("shop", NEW, Duration.ofHours(1));
    admin.rotateKey("shop", "a-third-password-0123", Duration.ofHours(1));
    until("the third opens it", () -> ring.open("shop", "a-third-password-0123").isPresent());
    assertThat(ring.open("shop", NEW)).isPresent();
    assertThat(ring.open("shop", OLD)).isEmpty();
    assertThat(shop().password()).isEqualTo(NEW);
  }

  @Test
  void aPasswordThatOpensNothingIsNotKept() throws Exception {
    admin.rotateKey("shop", NEW, Duration.ofSeconds(1));
    assertThat(holds("previous_sealed IS NOT NULL")).isTrue();
    until("it is removed", () -> holds("previous_sealed IS NULL"));
    until("the key is as usual", () -> shop().rotation() == null);
  }

  @Test
  void whatIsSetOnAKeyIsReadBack() throws Exception {
    Rights rights =
        new Rights(
            Set.of(Scope.ADMIN, Scope.READ),
            List.of(AddressRange.of("192.0.2.0/24"), AddressRange.of("2001:db8::1")),
            Instant.parse("2030-01-01T00:00:00Z"),
            25);
    KeySettings settings = new KeySettings(null, "https://shop.example/x", "full", true, rights);
    admin.changeKey(
        "shop",
        before -> {
          assertThat(before.sender()).isEqualTo("Shop");
          assertThat(before.rights().scopes()).isEqualTo(Scope.USUAL);
          assertThat(before.rights().requestsPerSecond()).isNull();
          return settings;
        });
    until("it is read", () -> shop().strictSchema());
    ApiKey key = shop();
    assertThat(key.rights()).isEqualTo(rights);
    assertThat(key.defaultSender()).isNull();
    assertThat(key.dlrUrl()).isEqualTo("https://shop.example/x");
    assertThat(key.autoconvert()).isEqualTo("full");
    assertThat(admin.keys())
        .singleElement()
        .satisfies(line ->
            assertThat(line.columns())
                .containsExactly(
                    "shop",
                    "shop",
                    "enabled",
                    "-",
                    "full",
                    line.columns().get(5),
                    "read,admin",
                    "192.0.2.0/24,2001:db8::1",
                    "2030-01-01T00:00Z",
                    "never",
                    "-",
                    "true",
                    "25",
                    "https://shop.example/x"));
  }

  @Test
  void anExpiredKeyOpensNothingWithoutAnyChange() throws Exception {
    Instant end = clock.instant().plusSeconds(3600);
    admin.changeKey(
        "shop",
        k ->
            new KeySettings(
                k.sender(),
                k.dlrUrl(),
                k.autoconvert(),
                k.strictSchema(),
                new Rights(k.rights().scopes(), k.rights().allowed(), end, null)));
    until("it is read", () -> shop().rights().expiresAt() != null);
    assertThat(ring.open("shop", OLD)).isPresent();
    aheadSeconds.set(3601);
    assertThat(ring.open("shop", OLD)).isEmpty();
  }

  @Test
  void useIsWrittenLateAndSurvivesADatabaseThatIsAway() throws Exception {
    assertThat(holds("last_used_at IS NULL")).isTrue();
    execute("ALTER TABLE api_key RENAME TO away");
    Instant before = clock.instant();
    for (int i = 0; i < 1000; i++) {
      ring.used(new ApiKey("shop", 1, OLD, true, null, null, "on"), false);
    }
    assertThat(Duration.between(before, clock.instant())).isLessThan(Duration.ofSeconds(2));
    LockSupport.parkNanos(Duration.ofMillis(700).toNanos()); // some attempts fail
    execute("ALTER TABLE away RENAME TO api_key");
    until("it is written", () -> holds("last_used_at > now() - interval '1 minute'"));
    assertThat(admin.keys().getFirst().columns().get(9)).startsWith("20");
  }

  @Test
  void whatWasNotedIsWrittenBeforeTheEnd() throws Exception {
    try (ConfigStore lazy = new ConfigStore(database, vault, clock, Duration.ofHours(1))) {
      lazy.watch(() -> {});
      lazy.used(lazy.key("shop").orElseThrow(), false);
      assertThat(holds("last_used_at IS NULL")).isTrue();
    }
    assertThat(holds("last_used_at IS NOT NULL")).isTrue();
  }

  @Test
  void aRingWithoutOtherMeansAsksTheMachinesClock() {
    KeyRing plain =
        new KeyRing() {
          @Override
          public Optional<ApiKey> key(String username) {
            return ring.key(username);
          }

          @Override
          public Optional<io.waybill.account.Account> account(int id) {
            return ring.account(id);
          }
        };
    assertThat(plain.open("shop", OLD)).isPresent();
    assertThat(plain.open("nobody", OLD)).isEmpty();
    assertThat(plain.open("", "no password is this one")).isEmpty();
  }
}
