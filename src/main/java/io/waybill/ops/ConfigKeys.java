package io.waybill.ops;

import io.waybill.ops.Config.ProxyHeader;
import io.waybill.ops.ConfigKind.AddressRanges;
import io.waybill.ops.ConfigKind.Location;
import io.waybill.ops.ConfigKind.LogLevel;
import io.waybill.ops.ConfigKind.NameServerList;
import io.waybill.ops.ConfigKind.NameServers;
import io.waybill.ops.ConfigKind.OneOf;
import io.waybill.ops.ConfigKind.Period;
import io.waybill.ops.ConfigKind.Ranges;
import io.waybill.ops.ConfigKind.Text;
import io.waybill.ops.ConfigKind.WholeNumber;
import io.waybill.ops.ConfigKind.YesOrNo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.event.Level;

/// Every key there is, with default, unit and bounds: reading, checking and the commented default
/// file all come from this table.
final class ConfigKeys {
  private static final Pattern ANY_TEXT = Pattern.compile("\\S.{0,499}");

  static final ConfigKey<Path> DATA =
      path("data", "waybill-data", "Directory for everything this process keeps on disk.");

  static final ConfigKey<String> HTTP_HOST =
      text(
          "http.host",
          "127.0.0.1",
          Pattern.compile("[A-Za-z0-9._:-]{1,253}"),
          "an IP address or host name",
          "Address to listen on; 0.0.0.0 is every address of the machine.");
  static final ConfigKey<Integer> HTTP_PORT =
      number("http.port", 8080, 0, 65_535, "", "Port to listen on; 0 takes any that is free.");
  static final ConfigKey<Integer> HTTP_MAX_BODY_BYTES =
      number(
          "http.max_body_bytes",
          262_144,
          1024,
          16_777_216,
          "bytes",
          "Longest request body that is read.");
  static final ConfigKey<Integer> HTTP_MAX_CONNECTIONS =
      number(
          "http.max_connections", 4096, 1, 100_000, "connections", "Most connections at one time.");
  static final ConfigKey<Boolean> HTTP_ALLOW_PLAIN =
      yesOrNo(
          "http.allow_plain",
          "Whether to speak plain HTTP beyond this machine, as behind a proxy with TLS elsewhere.");
  static final ConfigKey<Path> HTTP_TLS_CERTIFICATE_FILE =
      path(
          "http.tls.certificate_file",
          "",
          "Certificate for HTTPS in PEM, followed by those that lead to its root; read again when"
              + " it changes.");
  static final ConfigKey<Path> HTTP_TLS_KEY_FILE =
      path("http.tls.key_file", "", "Private key of that certificate in PEM, without a password.");
  static final ConfigKey<Ranges> HTTP_TRUSTED_PROXIES =
      new ConfigKey<>(
          "http.trusted_proxies",
          new AddressRanges(100),
          "",
          "Proxies that are believed when they say for whom they ask.");
  static final ConfigKey<ProxyHeader> HTTP_PROXY_HEADER =
      new ConfigKey<>(
          "http.proxy_header",
          new OneOf<>(ProxyHeader.class),
          "x-forwarded-for",
          "The header in which they say it; the other one is not read.");
  static final ConfigKey<Integer> HTTP_REQUESTS_PER_SECOND_PER_KEY =
      number(
          "http.requests_per_second_per_key",
          0,
          0,
          100_000,
          "requests",
          "Most requests in a second with one API key that has no bound of its own; 0 is no bound.");
  static final ConfigKey<Integer> HTTP_REQUESTS_PER_SECOND_PER_ADDRESS =
      number(
          "http.requests_per_second_per_address",
          150,
          0,
          100_000,
          "requests",
          "Most requests in a second from one address without a valid API key; 0 is no bound.");
  static final ConfigKey<Integer> HTTP_CONNECTIONS_PER_ADDRESS =
      number(
          "http.connections_per_address",
          1024,
          0,
          100_000,
          "connections",
          "Most connections at one time from one address that is no trusted proxy; 0 is no bound.");

  static final ConfigKey<String> DATABASE_URL =
      text(
          "database.url",
          "",
          Pattern.compile("jdbc:postgresql:(?!.*(?i:password)=)\\S{1,1000}"),
          "jdbc:postgresql://host:port/name, without a password (it goes into"
              + " database.password_file)",
          "PostgreSQL 15 or later to use; without it an own one runs under the data directory.");
  static final ConfigKey<String> DATABASE_USER =
      text(
          "database.user",
          "",
          ANY_TEXT,
          "a name",
          "User for database.url; the embedded server has its own.");
  static final ConfigKey<Path> DATABASE_PASSWORD_FILE =
      path("database.password_file", "", "File that holds the password for database.url.");
  static final ConfigKey<Integer> DATABASE_POOL =
      number("database.pool", 8, 2, 40, "connections", "Connections kept to the database.");
  static final ConfigKey<Integer> DATABASE_EMBEDDED_PORT =
      number(
          "database.embedded_port",
          0,
          0,
          65_535,
          "",
          "Port of the embedded PostgreSQL on 127.0.0.1; 0 takes a free one and remembers it.");

  static final ConfigKey<Path> KEY_FILE =
      path(
          "key_file",
          "",
          "Key that encrypts secrets in the database; without this line waybill.key in the data"
              + " directory. Keep a copy, apart from the database's.");

  static final ConfigKey<Boolean> CALLBACKS_ALLOW_PRIVATE_ADDRESSES =
      yesOrNo(
          "callbacks.allow_private_addresses",
          "Whether callbacks may go to private and local addresses.");
  static final ConfigKey<Duration> CALLBACKS_CONNECT_TIMEOUT =
      period(
          "callbacks.connect_timeout",
          "5s",
          Duration.ofMillis(100),
          Duration.ofMinutes(1),
          "Longest wait for a connection to a customer's endpoint.");
  static final ConfigKey<Duration> CALLBACKS_TIMEOUT =
      period(
          "callbacks.timeout",
          "15s",
          Duration.ofMillis(100),
          Duration.ofMinutes(5),
          "Longest one callback may take in all.");
  static final ConfigKey<Integer> CALLBACKS_CONCURRENCY_PER_ENDPOINT =
      number(
          "callbacks.concurrency_per_endpoint",
          8,
          1,
          64,
          "callbacks",
          "Callbacks at one time to one endpoint, to begin with.");
  static final ConfigKey<Integer> CALLBACKS_CONCURRENCY_PER_ENDPOINT_MAX =
      number(
          "callbacks.concurrency_per_endpoint_max",
          64,
          1,
          1_000,
          "callbacks",
          "Callbacks at one time to one endpoint that answers quickly.");
  static final ConfigKey<Integer> CALLBACKS_CONCURRENCY_TOTAL =
      number("callbacks.concurrency_total", 512, 1, 10_000, "callbacks", "Callbacks at one time.");
  static final ConfigKey<Integer> CALLBACKS_WAITING_MAX_PER_ENDPOINT =
      number(
          "callbacks.waiting_max_per_endpoint",
          1_000_000,
          100,
          10_000_000,
          "reports",
          "Reports that may wait for one endpoint; past it messages that use it are refused.");
  static final ConfigKey<String> CALLBACKS_PORTS =
      text(
          "callbacks.ports",
          "80,443,1024-65535",
          Pattern.compile("\\d{1,5}(-\\d{1,5})?(,\\d{1,5}(-\\d{1,5})?){0,99}"),
          "ports and ranges, as 80,443,1024-65535",
          "Ports that callbacks may go to; well-known ports of other services stay refused.");
  static final ConfigKey<String> CALLBACKS_SOURCE_ADDRESS =
      text(
          "callbacks.source_address",
          "",
          Pattern.compile("[0-9a-fA-F.:]{2,45}"),
          "an IP address of this machine",
          "Address that callbacks come from; without it the system chooses.");
  static final ConfigKey<String> CALLBACKS_PROXY =
      text(
          "callbacks.proxy",
          "",
          Pattern.compile("http://([A-Za-z0-9._-]{1,253}|\\[[0-9a-fA-F:.]{2,45}\\]):\\d{1,5}"),
          "http:// with host and port",
          "HTTP proxy for callbacks; what the environment says of proxies is ignored.");
  static final ConfigKey<NameServers> CALLBACKS_NAME_SERVERS =
      new ConfigKey<>(
          "callbacks.name_servers",
          new NameServerList(3),
          "",
          "DNS servers that are asked for customers' endpoints; without them the system's resolver"
              + " is.");

  static final ConfigKey<Integer> LEDGER_WRITERS =
      number("ledger.writers", 2, 1, 8, "writers", "Writers that commit groups of events.");
  static final ConfigKey<Integer> LEDGER_GROUP_MAX =
      number("ledger.group_max", 500, 1, 5000, "events", "Most events in one commit.");
  static final ConfigKey<Integer> LEDGER_QUEUE_MAX =
      number(
          "ledger.queue_max",
          20_000,
          1,
          1_000_000,
          "events",
          "Events that may wait to be committed; past it callers are told to come back.");

  static final ConfigKey<Integer> MESSAGES_PARTS_MAX =
      number("messages.parts_max", 10, 1, 255, "parts", "Most parts of one long text.");
  static final ConfigKey<Duration> MESSAGES_VALIDITY_DEFAULT =
      period(
          "messages.validity_default",
          "6h",
          Duration.ofMinutes(1),
          Duration.ofDays(14),
          "How long a message is tried when the request does not say.");
  static final ConfigKey<Duration> MESSAGES_UNKNOWN_AFTER =
      period(
          "messages.unknown_after",
          "24h",
          Duration.ofMinutes(1),
          Duration.ofDays(14),
          "Wait for a final receipt after the validity; then the outcome is Unknown.");
  static final ConfigKey<Integer> MESSAGES_CONTENT_DAYS =
      number(
          "messages.content_days",
          30,
          1,
          400,
          "days",
          "How long texts and full numbers are kept, for accounts made without saying so.");
  static final ConfigKey<Integer> MESSAGES_UNMATCHED_DAYS =
      number(
          "messages.unmatched_days",
          30,
          15,
          400,
          "days",
          "How long receipts that match no message, and what else carriers send, are kept.");

  static final ConfigKey<String> DASHBOARD_URL =
      text(
          "dashboard.url",
          "",
          Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]{1,200}"),
          "https://host or https://host:port, without a path",
          "Address under which people reach the dashboard; without it links begin with the address"
              + " that the request was for.");
  static final ConfigKey<Boolean> DASHBOARD_ENFORCE_TOTP =
      new ConfigKey<>(
          "dashboard.enforce_totp",
          new YesOrNo(),
          "true",
          "Whether owners and operators must set up a second factor; demo sets false.");

  static final ConfigKey<Integer> REPORTS_KEEP_DAYS =
      number(
          "reports.keep_days", 7, 1, 30, "days", "How long files that people have made are kept.");
  static final ConfigKey<Integer> REPORTS_MAX_TOTAL_MB =
      number(
          "reports.max_total_mb",
          5_000,
          1,
          1_000_000,
          "MB",
          "Most that those files may take together; past it no further one is written.");
  static final ConfigKey<Integer> REPORTS_MIN_FREE_MB =
      number(
          "reports.min_free_mb",
          1_000,
          0,
          1_000_000,
          "MB",
          "Free space on the disk of data below which no such file is written.");

  static final ConfigKey<String> NODE =
      text(
          "node",
          "node-1",
          Pattern.compile("[A-Za-z0-9._-]{1,64}"),
          "up to 64 letters, digits, dots, dashes and underscores",
          "Name of this process; keep it the same from start to start.");
  static final ConfigKey<Level> LOG_LEVEL =
      new ConfigKey<>("log.level", new LogLevel(), "info", "How much is logged.");

  /// In the order of the file.
  static final List<ConfigKey<?>> ALL =
      List.of(
          DATA,
          KEY_FILE,
          NODE,
          HTTP_HOST,
          HTTP_PORT,
          HTTP_MAX_BODY_BYTES,
          HTTP_MAX_CONNECTIONS,
          HTTP_ALLOW_PLAIN,
          HTTP_TLS_CERTIFICATE_FILE,
          HTTP_TLS_KEY_FILE,
          HTTP_TRUSTED_PROXIES,
          HTTP_PROXY_HEADER,
          HTTP_REQUESTS_PER_SECOND_PER_KEY,
          HTTP_REQUESTS_PER_SECOND_PER_ADDRESS,
          HTTP_CONNECTIONS_PER_ADDRESS,
          DATABASE_URL,
          DATABASE_USER,
          DATABASE_PASSWORD_FILE,
          DATABASE_POOL,
          DATABASE_EMBEDDED_PORT,
          CALLBACKS_ALLOW_PRIVATE_ADDRESSES,
          CALLBACKS_CONNECT_TIMEOUT,
          CALLBACKS_TIMEOUT,
          CALLBACKS_CONCURRENCY_PER_ENDPOINT,
          CALLBACKS_CONCURRENCY_PER_ENDPOINT_MAX,
          CALLBACKS_CONCURRENCY_TOTAL,
          CALLBACKS_WAITING_MAX_PER_ENDPOINT,
          CALLBACKS_PORTS,
          CALLBACKS_SOURCE_ADDRESS,
          CALLBACKS_PROXY,
          CALLBACKS_NAME_SERVERS,
          LEDGER_WRITERS,
          LEDGER_GROUP_MAX,
          LEDGER_QUEUE_MAX,
          MESSAGES_PARTS_MAX,
          MESSAGES_VALIDITY_DEFAULT,
          MESSAGES_UNKNOWN_AFTER,
          MESSAGES_CONTENT_DAYS,
          MESSAGES_UNMATCHED_DAYS,
          DASHBOARD_URL,
          DASHBOARD_ENFORCE_TOTP,
          REPORTS_KEEP_DAYS,
          REPORTS_MAX_TOTAL_MB,
          REPORTS_MIN_FREE_MB,
          LOG_LEVEL);

  private ConfigKeys() {}

  private static ConfigKey<Integer> number(
      String name, int preset, int min, int max, String unit, String meaning) {
    return new ConfigKey<>(
        name, new WholeNumber(min, max, unit), Integer.toString(preset), meaning);
  }

  private static ConfigKey<Boolean> yesOrNo(String name, String meaning) {
    return new ConfigKey<>(name, new YesOrNo(), "false", meaning);
  }

  private static ConfigKey<Duration> period(
      String name, String preset, Duration min, Duration max, String meaning) {
    return new ConfigKey<>(name, new Period(min, max), preset, meaning);
  }

  private static ConfigKey<String> text(
      String name, String preset, Pattern form, String rule, String meaning) {
    return new ConfigKey<>(name, new Text(form, rule), preset, meaning);
  }

  private static ConfigKey<Path> path(String name, String preset, String meaning) {
    return new ConfigKey<>(name, new Location(), preset, meaning);
  }
}
