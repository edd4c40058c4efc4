package io.waybill.ops;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/// How this process runs (design.md, section 7, "One truth"): read from `waybill.yaml` once, at the
/// start. Defaults and bounds of every key stand in [ConfigKeys]. Relative paths are taken from the
/// working directory.
///
/// @param data directory for everything kept on disk
/// @param keyFile key that encrypts secrets in the database
/// @param node name of this process, the same from start to start
public record Config(
    Path data,
    Http http,
    Database database,
    Path keyFile,
    Callbacks callbacks,
    Ledger ledger,
    Messages messages,
    Dashboard dashboard,
    Reports reports,
    String node,
    Level logLevel) {

  private static final long FILE_BYTES_MAX = 1 << 20;

  /// Where requests come in, and how many.
  ///
  /// @param port 0: any that is free
  /// @param allowPlain whether plain HTTP may be spoken beyond this machine
  /// @param tls null: plain HTTP
  public record Http(
      String host,
      int port,
      int maxBodyBytes,
      int maxConnections,
      boolean allowPlain,
      @Nullable Tls tls,
      Proxies proxies,
      Limits limits) {

    /// Plain HTTP without proxies, limits at their defaults.
    public Http(String host, int port, int maxBodyBytes, int maxConnections) {
      this(
          host,
          port,
          maxBodyBytes,
          maxConnections,
          false,
          null,
          new Proxies(List.of(), ProxyHeader.X_FORWARDED_FOR),
          defaults().http().limits());
    }
  }

  /// Files in PEM: the certificate with those that lead to its root, and its private key.
  public record Tls(Path certificateFile, Path keyFile) {}

  /// Who is believed when he says for whom he asks, and which of two headers is read. Only one is:
  /// proxies set one and let the other pass as the client wrote it.
  public record Proxies(List<AddressRange> trusted, ProxyHeader header) {
    public Proxies {
      trusted = List.copyOf(trusted);
    }
  }

  /// How proxies say for whom they ask.
  public enum ProxyHeader {
    /// `X-Forwarded-For` and `X-Forwarded-Proto`.
    X_FORWARDED_FOR,
    /// `Forwarded` (RFC 7239).
    FORWARDED
  }

  /// Most requests in a second, and most connections; 0: as many as come.
  ///
  /// @param perKey with one API key, when the key itself says nothing else
  /// @param perAddress from one address without a valid key
  /// @param connectionsPerAddress at one time from one address that is no trusted proxy
  public record Limits(int perKey, int perAddress, int connectionsPerAddress) {}

  /// Which PostgreSQL; without `url` the embedded one, on `embeddedPort` (0: a free one,
  /// remembered).
  public record Database(
      @Nullable String url,
      @Nullable String user,
      @Nullable Path passwordFile,
      int pool,
      int embeddedPort) {}

  /// Bounds for callbacks to customers (design.md, section 10).
  ///
  /// @param concurrencyPerEndpoint to begin with, and `concurrencyPerEndpointMax` at most
  /// @param waitingMaxPerEndpoint reports that may wait for one endpoint
  /// @param ports allowed ones, as `80,443,1024-65535`
  /// @param sourceAddress an IP address, literally; null: the system chooses
  /// @param proxy null: none
  /// @param nameServers asked in this order; empty: the system's resolver is
  public record Callbacks(
      boolean allowPrivateAddresses,
      Duration connectTimeout,
      Duration timeout,
      int concurrencyPerEndpoint,
      int concurrencyPerEndpointMax,
      int concurrencyTotal,
      int waitingMaxPerEndpoint,
      String ports,
      @Nullable String sourceAddress,
      @Nullable URI proxy,
      List<NameServer> nameServers) {
    public Callbacks {
      nameServers = List.copyOf(nameServers);
    }
  }

  /// Group commit (design.md, section 3): writers, most events in a group, most that may wait.
  public record Ledger(int writers, int groupMax, int queueMax) {}

  /// What holds for messages when neither request nor carrier says otherwise.
  ///
  /// @param unknownAfter wait for a final receipt after the validity
  /// @param contentDays how long texts and full numbers are kept
  /// @param unmatchedDays how long receipts are kept that match no message
  public record Messages(
      int partsMax,
      Duration validityDefault,
      Duration unknownAfter,
      int contentDays,
      int unmatchedDays) {}

  /// What people meet in their browsers.
  ///
  /// @param url where they reach it, without a path or a slash at its end; null: as requests say
  /// @param enforceTotp whether owners and operators must have a second factor
  public record Dashboard(@Nullable String url, boolean enforceTotp) {}

  /// Files that people have made of their messages.
  ///
  /// @param keepDays how long one is kept
  /// @param maxTotalMegabytes that all may take together
  /// @param minFreeMegabytes of the disk that are left free
  public record Reports(int keepDays, int maxTotalMegabytes, int minFreeMegabytes) {}

  /// The outcome of reading a file.
  public sealed interface Loaded {
    record Good(Config config) implements Loaded {}

    /// Everything that is wrong, in the order of the file; never empty.
    record Bad(List<Fault> faults) implements Loaded {
      public Bad {
        faults = List.copyOf(faults);
      }
    }
  }

  /// One thing wrong with a file.
  ///
  /// @param key full name such as `http.port`; empty when the file as a whole is meant
  /// @param line counted from 1; 0 when no line can be named
  /// @param problem what to change
  public record Fault(String key, int line, String problem) {
    /// As one line for a terminal.
    @Override
    public String toString() {
      String where = line > 0 ? "line " + line + ": " : "";
      return where + (key.isEmpty() ? "" : key + ": ") + problem;
    }
  }

  /// What holds when there is no file.
  public static Config defaults() {
    return from(new ConfigValues(Map.of()));
  }

  /// Reads a file of at most 1 MiB in UTF-8.
  public static Loaded load(Path file) {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        return bad(file + " is longer than 1 MiB: it cannot be a configuration");
      }
      return parse(Files.readString(file));
    } catch (CharacterCodingException notText) {
      return bad(file + " is not UTF-8 text: save it as UTF-8");
    } catch (NoSuchFileException gone) {
      return bad(file + " does not exist");
    } catch (AccessDeniedException closed) {
      return bad(file + " may not be read by this user");
    } catch (IOException unreadable) {
      return bad(file + " cannot be read: " + unreadable.getMessage());
    }
  }

  /// Reads the text of a file. All faults are found at once, not just the first.
  public static Loaded parse(String yaml) {
    ConfigReader reader = new ConfigReader();
    reader.read(yaml);
    List<Fault> faults = new ArrayList<>(reader.faults());
    faults.addAll(ConfigRules.faultsOf(reader.values()));
    if (faults.isEmpty()) {
      return new Loaded.Good(from(reader.values()));
    }
    faults.sort(Comparator.comparingInt(Fault::line));
    return new Loaded.Bad(faults);
  }

  /// A file that says what every key means, with every key at its default and commented out.
  public static String commentedDefaults() {
    StringBuilder file = new StringBuilder();
    file.append(
        "# Waybill: how this process runs. Lines that begin with #key: are the defaults;\n");
    file.append(
        "# take the # away to change one. Carriers, accounts and prices are not set here.\n");
    String section = "";
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      if (!key.section().equals(section)) {
        section = key.section();
        file.append('\n').append(section).append(":\n");
      }
      String indent = section.isEmpty() ? "" : "  ";
      String preset = key.preset().isEmpty() ? "" : " " + key.preset();
      file.append('\n').append(indent).append("# ").append(key.meaning()).append('\n');
      file.append(indent).append("# Write ").append(key.kind().allowed()).append(".\n");
      file.append(indent).append('#').append(key.lastPart()).append(':').append(preset);
      file.append('\n');
    }
    return file.toString();
  }

  private static Loaded bad(String problem) {
    return new Loaded.Bad(List.of(new Fault("", 0, problem)));
  }

  private static @Nullable URI proxy(ConfigValues values) {
    String written = values.find(ConfigKeys.CALLBACKS_PROXY);
    return written == null ? null : URI.create(written);
  }

  private static Config from(ConfigValues values) {
    Path data = values.get(ConfigKeys.DATA);
    Path keyFile = values.find(ConfigKeys.KEY_FILE);
    return new Config(
        data,
        new Http(
            values.get(ConfigKeys.HTTP_HOST),
            values.get(ConfigKeys.HTTP_PORT),
            values.get(ConfigKeys.HTTP_MAX_BODY_BYTES),
            values.get(ConfigKeys.HTTP_MAX_CONNECTIONS),
            values.get(ConfigKeys.HTTP_ALLOW_PLAIN),
            tls(values),
            new Proxies(
                values.get(ConfigKeys.HTTP_TRUSTED_PROXIES).all(),
                values.get(ConfigKeys.HTTP_PROXY_HEADER)),
            new Limits(
                values.get(ConfigKeys.HTTP_REQUESTS_PER_SECOND_PER_KEY),
                values.get(ConfigKeys.HTTP_REQUESTS_PER_SECOND_PER_ADDRESS),
                values.get(ConfigKeys.HTTP_CONNECTIONS_PER_ADDRESS))),
        new Database(
            values.find(ConfigKeys.DATABASE_URL),
            values.find(ConfigKeys.DATABASE_USER),
            values.find(ConfigKeys.DATABASE_PASSWORD_FILE),
            values.get(ConfigKeys.DATABASE_POOL),
            values.get(ConfigKeys.DATABASE_EMBEDDED_PORT)),
        keyFile == null ? data.resolve("waybill.key") : keyFile,
        new Callbacks(
            values.get(ConfigKeys.CALLBACKS_ALLOW_PRIVATE_ADDRESSES),
            values.get(ConfigKeys.CALLBACKS_CONNECT_TIMEOUT),
            values.get(ConfigKeys.CALLBACKS_TIMEOUT),
            values.get(ConfigKeys.CALLBACKS_CONCURRENCY_PER_ENDPOINT),
            values.get(ConfigKeys.CALLBACKS_CONCURRENCY_PER_ENDPOINT_MAX),
            values.get(ConfigKeys.CALLBACKS_CONCURRENCY_TOTAL),
            values.get(ConfigKeys.CALLBACKS_WAITING_MAX_PER_ENDPOINT),
            values.get(ConfigKeys.CALLBACKS_PORTS),
            values.find(ConfigKeys.CALLBACKS_SOURCE_ADDRESS),
            proxy(values),
            values.get(ConfigKeys.CALLBACKS_NAME_SERVERS).all()),
        new Ledger(
            values.get(ConfigKeys.LEDGER_WRITERS),
            values.get(ConfigKeys.LEDGER_GROUP_MAX),
            values.get(ConfigKeys.LEDGER_QUEUE_MAX)),
        new Messages(
            values.get(ConfigKeys.MESSAGES_PARTS_MAX),
            values.get(ConfigKeys.MESSAGES_VALIDITY_DEFAULT),
            values.get(ConfigKeys.MESSAGES_UNKNOWN_AFTER),
            values.get(ConfigKeys.MESSAGES_CONTENT_DAYS),
            values.get(ConfigKeys.MESSAGES_UNMATCHED_DAYS)),
        new Dashboard(
            values.find(ConfigKeys.DASHBOARD_URL), values.get(ConfigKeys.DASHBOARD_ENFORCE_TOTP)),
        new Reports(
            values.get(ConfigKeys.REPORTS_KEEP_DAYS),
            values.get(ConfigKeys.REPORTS_MAX_TOTAL_MB),
            values.get(ConfigKeys.REPORTS_MIN_FREE_MB)),
        values.get(ConfigKeys.NODE),
        values.get(ConfigKeys.LOG_LEVEL));
  }

  private static @Nullable Tls tls(ConfigValues values) {
    Path certificate = values.find(ConfigKeys.HTTP_TLS_CERTIFICATE_FILE);
    Path key = values.find(ConfigKeys.HTTP_TLS_KEY_FILE);
    return certificate == null || key == null ? null : new Tls(certificate, key);
  }
}
