package io.waybill.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.account.Operator;
import io.waybill.account.Scope;
import io.waybill.ops.Config;
import io.waybill.ops.Metrics;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Decides who may go on: the key, its list of addresses, its scopes, how often. One for all routes
/// of a process, or the bounds would hold for each by itself. Thread-safe.
public final class Gate {
  private static final String BEARER = "bearer ";

  /// No key can be named so: what counts wrong tokens of an address.
  private static final String OPERATORS = "operator\u0000";

  private final KeyRing ring;
  private final Limits limits;
  private final Counter refused;

  public Gate(KeyRing ring, Config.Limits limits, Metrics metrics) {
    this(ring, limits, metrics, System::nanoTime);
  }

  /// With the default limits, and metrics of its own that nobody sees.
  public Gate(KeyRing ring) {
    this(ring, Config.defaults().http().limits(), new Metrics());
  }

  Gate(KeyRing ring, Config.Limits limits, Metrics metrics, LongSupplier nanos) {
    this.ring = ring;
    this.limits = new Limits(limits, nanos);
    refused =
        metrics.counter(
            "waybill_http_refused_total", "Requests that the gate did not let in.", "why");
  }

  /// Whether a caller who shows this username and password may do what needs that scope.
  public Admission admit(Call call, String username, String password, Scope needed) {
    InetAddress from = call.clientAddress();
    Optional<Duration> wait = limits.mayTry(from, username);
    if (wait.isPresent()) {
      return tooMany("wrong_passwords", wait.get());
    }
    Optional<ApiKey> found = ring.open(username, password);
    if (found.isEmpty()) {
      wait = limits.wrongPassword(from, username);
      return wait.isPresent() ? tooMany("wrong_passwords", wait.get()) : withoutKey(call);
    }
    ApiKey key = found.get();
    if (!key.rights().allows(from)) {
      // Not counted for the key: whoever stole it must not use up what its owner may send.
      return counted(from, "wrong_address", new Admission.WrongAddress());
    }
    wait = limits.keyed(key);
    if (wait.isPresent()) {
      return tooMany("key_rate", wait.get());
    }
    if (!key.rights().scopes().contains(needed)) {
      refused.labelValues("missing_scope").inc();
      return new Admission.MissingScope(needed);
    }
    ring.used(key, key.isFirstUseOfNew(password));
    return new Admission.Admitted(key);
  }

  /// Whether a caller may administer the platform: whoever shows an operator's token.
  OperatorAdmission operates(Call call) {
    InetAddress from = call.clientAddress();
    Optional<String> shown = call.header("Authorization").flatMap(Gate::token);
    Optional<Operator> found = shown.flatMap(ring::operator);
    if (found.isPresent()) {
      ring.used(found.get());
      return new OperatorAdmission.Operates(found.get());
    }
    // A token cannot be guessed: a right one opens whatever else comes from that address.
    Optional<Duration> wait =
        shown.isPresent() ? limits.wrongPassword(from, OPERATORS) : Optional.empty();
    return new OperatorAdmission.Refused(
        wait.isPresent()
            ? tooMany("wrong_passwords", wait.get())
            : counted(from, "no_operator", new Admission.NoKey()));
  }

  private static Optional<String> token(String header) {
    boolean isToken =
        header.length() <= BEARER.length() + Operator.TOKEN_MAX
            && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
    return isToken ? Optional.of(header.substring(BEARER.length()).strip()) : Optional.empty();
  }

  /// What is said to a caller who shows no username and password at all, or wrong ones.
  public Admission withoutKey(Call call) {
    return counted(call.clientAddress(), "no_key", new Admission.NoKey());
  }

  private Admission counted(InetAddress from, String why, Admission otherwise) {
    Optional<Duration> wait = limits.unkeyed(from);
    if (wait.isPresent()) {
      return tooMany("address_rate", wait.get());
    }
    refused.labelValues(why).inc();
    return otherwise;
  }

  private Admission tooMany(String why, Duration wait) {
    refused.labelValues(why).inc();
    return new Admission.TooMany(wait);
  }
}
