package io.waybill.http;

import io.waybill.ops.Config;
import io.waybill.ops.Health;
import io.waybill.ops.Health.Check;
import io.waybill.ops.Metrics;
import io.waybill.ops.Rounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's certificate and key, read again when their files change. A handshake that has begun
/// goes on with what it began with; connections that are open are not touched. Files that cannot be
/// used change nothing: the old certificate stays, the log and a metric say so.
final class Certificates implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final Config.Tls files;
  private final InstantSource clock;
  private final Keys keys;
  private volatile String seen;
  private volatile boolean refused;
  private final Rounds watch;

  /// Reads the files.
  ///
  /// @throws UncheckedIOException with a sentence about what is wrong
  static Certificates open(Config.Tls files, Health health, Metrics metrics) {
    return open(files, health, metrics, InstantSource.system(), LOOK_EVERY);
  }

  static Certificates open(
      Config.Tls files, Health health, Metrics metrics, InstantSource clock, Duration lookEvery) {
    try {
      Certificates certificates = new Certificates(files, Identity.read(files), clock, lookEvery);
      metrics.gauge(
          "waybill_tls_certificate_expires_seconds",
          "When the certificate in use expires, Unix time.",
          () -> certificates.expires().getEpochSecond());
      metrics.gauge(
          "waybill_tls_reload_failing",
          "1 while the files of the certificate have changed but cannot be used.",
          () -> certificates.refused ? 1 : 0);
      health.add("certificate", certificates::check);
      return certificates;
    } catch (IOException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }

  private Certificates(Config.Tls files, Identity first, InstantSource clock, Duration lookEvery) {
    this.files = files;
    this.clock = clock;
    keys = new Keys(first);
    seen = Identity.fingerprint(files);
    if (isOver(first)) {
      LOG.error("the certificate has expired at {}: renew it", expires());
    }
    watch = new Rounds("certificates", lookEvery, this::look);
  }

  /// For handshakes with whatever certificate is in use at their time.
  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS", e);
    }
  }

  private Instant expires() {
    return keys.now.identity.certificate().getNotAfter().toInstant();
  }

  private boolean isOver(Identity identity) {
    return !clock.instant().isBefore(identity.certificate().getNotAfter().toInstant());
  }

  private Check check() {
    return isOver(keys.now.identity)
        ? new Check.Down("the certificate has expired at " + expires() + ": renew it")
        : new Check.Up();
  }

  private void look() {
    String there = Identity.fingerprint(files);
    if (!there.equals(seen)) {
      reload();
      seen = there;
    }
  }

  private void reload() {
    try {
      Identity fresh = Identity.read(files);
      if (isOver(fresh)) {
        throw new IOException(files.certificateFile() + ": it has expired already");
      }
      keys.change(fresh);
      refused = false;
      LOG.info("a new certificate is in use, it expires at {}", expires());
    } catch (IOException wrong) {
      refused = true;
      LOG.error(
          "the new certificate cannot be used, the old one stays until {}: {}",
          expires(),
          wrong.getMessage());
    }
  }

  @Override
  public void close() {
    watch.close();
  }

  /// Hands out the identity in use. Its alias is a number, so that a handshake gets the key and the
  /// certificate of the same one even if they change in between.
  private static final class Keys extends X509ExtendedKeyManager {
    private volatile Numbered now;
    private volatile Numbered before;

    private record Numbered(String alias, Identity identity) {}

    Keys(Identity first) {
      now = new Numbered("0", first);
      before = now;
    }

    void change(Identity fresh) {
      Numbered old = now;
      before = old;
      now = new Numbered(Integer.toString(Integer.parseInt(old.alias) + 1), fresh);
    }

    private @Nullable Identity of(String alias) {
      Numbered current = now;
      Numbered previous = before;
      if (current.alias.equals(alias)) {
        return current.identity;
      }
      return previous.alias.equals(alias) ? previous.identity : null;
    }

    private @Nullable String alias(String keyType) {
      Numbered current = now;
      return current.identity.key().getAlgorithm().equals(keyType) ? current.alias : null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return alias(keyType);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
        String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return alias(keyType);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      String alias = alias(keyType);
      return alias == null ? null : new String[] {alias};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      Identity identity = of(alias);
      return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      Identity identity = of(alias);
      return identity == null ? null : identity.key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return null; // this is a server
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }
}
