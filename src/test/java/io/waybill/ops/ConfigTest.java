package io.waybill.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class ConfigTest {
  private static final Config DEFAULTS =
      new Config(
          Path.of("waybill-data"),
          new Config.Http("127.0.0.1", 8080, 262_144, 4096),
          new Config.Database(null, null, null, 8, 0),
          Path.of("waybill-data/waybill.key"),
          new Config.Callbacks(
              false,
              Duration.ofSeconds(5),
              Duration.ofSeconds(15),
              8,
              64,
              512,
              1_000_000,
              "80,443,1024-65535",
              null,
              null,
              List.of()),
          new Config.Ledger(2, 500, 20_000),
          new Config.Messages(10, Duration.ofHours(6), Duration.ofHours(24), 30, 30),
          new Config.Dashboard(null, true),
          new Config.Reports(7, 5_000, 1_000),
          "node-1",
          Level.INFO);

  private static final String EVERY_KEY =
      """
      data: /srv/waybill
      key_file: /etc/waybill/key
      node: berlin-2
      dashboard:
        url: https://sms.example
        enforce_totp: false
      reports:
        keep_days: 3
        max_total_mb: 200
        min_free_mb: 50
      http:
        host: 0.0.0.0
        port: 0
        max_body_bytes: 65536
        max_connections: 100
        allow_plain: true
        tls.certificate_file: /etc/waybill/chain.pem
        tls.key_file: /etc/waybill/key.pem
        trusted_proxies: [10.0.0.0/8, "2001:db8::1"]
        proxy_header: forwarded
        requests_per_second_per_key: 20
        requests_per_second_per_address: 30
        connections_per_address: 40
      database:
        url: jdbc:postgresql://db.example:5432/sms
        user: sms
        password_file: /run/secrets/db
        pool: 20
        embedded_port: 5433
      callbacks:
        allow_private_addresses: true
        connect_timeout: 500ms
        timeout: 2m
        concurrency_per_endpoint: 64
        concurrency_per_endpoint_max: 100
        concurrency_total: 1000
        waiting_max_per_endpoint: 5000
        ports: 443,8000-9000
        source_address: 192.0.2.7
        proxy: http://proxy.example:3128
        name_servers: [192.0.2.53, "[2001:db8::53]:5353"]
      ledger:
        writers: 4
        group_max: 1000
        queue_max: 50000
      messages:
        parts_max: 255
        validity_default: 2h
        unknown_after: 3d
        content_days: 7
        unmatched_days: 60
      log:
        level: debug
      """;

  @TempDir private Path directory;

  private static Config good(String yaml) {
    return switch (Config.parse(yaml)) {
      case Config.Loaded.Good(Config config) -> config;
      case Config.Loaded.Bad(var faults) -> throw new AssertionError(faults.toString());
    };
  }

  @Test
  void defaultsAreWhatTheTableSays() {
    assertThat(Config.defaults()).isEqualTo(DEFAULTS);
  }

  @Test
  void anEmptyFileAndEmptySectionsMeanTheDefaults() {
    assertThat(good("")).isEqualTo(DEFAULTS);
    assertThat(good("# nothing\n")).isEqualTo(DEFAULTS);
    assertThat(good("http:\nlog:\n")).isEqualTo(DEFAULTS);
  }

  @Test
  void everyKeyIsMappedToItsPlace() {
    assertThat(good(EVERY_KEY))
        .isEqualTo(
            new Config(
                Path.of("/srv/waybill"),
                new Config.Http(
                    "0.0.0.0",
                    0,
                    65_536,
                    100,
                    true,
                    new Config.Tls(
                        Path.of("/etc/waybill/chain.pem"), Path.of("/etc/waybill/key.pem")),
                    new Config.Proxies(
                        List.of(AddressRange.of("10.0.0.0/8"), AddressRange.of("2001:db8::1")),
                        Config.ProxyHeader.FORWARDED),
                    new Config.Limits(20, 30, 40)),
                new Config.Database(
                    "jdbc:postgresql://db.example:5432/sms",
                    "sms",
                    Path.of("/run/secrets/db"),
                    20,
                    5433),
                Path.of("/etc/waybill/key"),
                new Config.Callbacks(
                    true,
                    Duration.ofMillis(500),
                    Duration.ofMinutes(2),
                    64,
                    100,
                    1000,
                    5_000,
                    "443,8000-9000",
                    "192.0.2.7",
                    java.net.URI.create("http://proxy.example:3128"),
                    List.of(
                        new NameServer("192.0.2.53", 53), new NameServer("2001:db8::53", 5353))),
                new Config.Ledger(4, 1000, 50_000),
                new Config.Messages(255, Duration.ofHours(2), Duration.ofDays(3), 7, 60),
                new Config.Dashboard("https://sms.example", false),
                new Config.Reports(3, 200, 50),
                "berlin-2",
                Level.DEBUG));
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      assertThat(EVERY_KEY).as(key.name()).contains(key.lastPart() + ":");
    }
  }

  @Test
  void theKeyFileFollowsTheDataDirectory() {
    assertThat(good("data: /srv/w").keyFile()).isEqualTo(Path.of("/srv/w/waybill.key"));
  }

  @Test
  void aKeyMayBeWrittenWithItsSection() {
    assertThat(good("http.port: 81\nhttp: {host: '::1'}").http())
        .isEqualTo(new Config.Http("::1", 81, 262_144, 4096));
  }

  @Test
  void aNameServerIsAnAddressOrANameWithAPortOrWithout() {
    assertThat(good("callbacks.name_servers: '10.0.0.1, 10.0.0.2:5353'").callbacks().nameServers())
        .containsExactly(new NameServer("10.0.0.1", 53), new NameServer("10.0.0.2", 5353));
    assertThat(
            good("callbacks.name_servers: ['2001:db8::53', '[::1]', 'dns.example:54']")
                .callbacks()
                .nameServers())
        .hasToString("[[2001:db8::53]:53, [::1]:53, dns.example:54]");
    assertThat(good("callbacks.name_servers: []").callbacks().nameServers()).isEmpty();
  }

  @Test
  void aListMayBeWrittenInOneLineAndASectionWithinASection() {
    Config.Http http =
        good("""
        http:
          trusted_proxies: 10.0.0.0/8 , 192.0.2.1
          tls: {certificate_file: c.pem, key_file: k.pem}
        """)
            .http();
    assertThat(http.proxies().trusted())
        .containsExactly(AddressRange.of("10.0.0.0/8"), AddressRange.of("192.0.2.1"));
    assertThat(http.tls()).isEqualTo(new Config.Tls(Path.of("c.pem"), Path.of("k.pem")));
    assertThat(good("http.trusted_proxies: []").http().proxies().trusted()).isEmpty();
  }

  @Test
  void otherAddressesNeedTlsOrAWordThatPlainIsMeant() {
    String tls = "http.tls.certificate_file: c.pem\nhttp.tls.key_file: k.pem\n";
    for (String host : List.of("0.0.0.0", "'::'", "192.0.2.1", "sms.example")) {
      assertThat(good(tls + "http.host: " + host).http().tls()).isNotNull();
      assertThat(good("http.allow_plain: true\nhttp.host: " + host).http().tls()).isNull();
    }
    for (String host : List.of("localhost", "127.0.0.2", "'::1'")) {
      assertThat(good("http.host: " + host).http().allowPlain()).isFalse();
    }
  }

  @Test
  void theCommentedFileHoldsTheDefaults() {
    String commented = Config.commentedDefaults();
    assertThat(good(commented)).isEqualTo(DEFAULTS);
    String active = commented.replaceAll("(?m)^( *)#([a-z_]+: \\S)", "$1$2");
    assertThat(good(active)).isEqualTo(DEFAULTS);
    assertThat(active).contains("  port: 8080\n").contains("from 0 to 65535").contains("log:");
    assertThat(commented).contains("#data: waybill-data").contains("  #url:");
    assertThat(commented.lines()).allMatch(line -> line.length() <= 240);
  }

  @Test
  void aFileIsReadAndWhatCannotBeReadIsAFault() throws IOException {
    Path file = directory.resolve("waybill.yaml");
    assertThat(Config.load(file)).isInstanceOf(Config.Loaded.Bad.class);
    Files.writeString(file, "node: n-7");
    assertThat(Config.load(file)).isInstanceOf(Config.Loaded.Good.class);
    Files.write(file, "node: ü".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Config.load(file)).isInstanceOf(Config.Loaded.Bad.class);
    Files.writeString(file, "#".repeat(1 << 21));
    assertThat(Config.load(file)).isInstanceOf(Config.Loaded.Bad.class);
  }
}
