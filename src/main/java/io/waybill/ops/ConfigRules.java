package io.waybill.ops;

import io.waybill.ops.Config.Fault;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// What must hold between two keys, each of which is right by itself.
final class ConfigRules {
  private static final int PORT_MAX = 65_535;

  private final ConfigValues values;
  private final List<Fault> faults = new ArrayList<>();

  private ConfigRules(ConfigValues values) {
    this.values = values;
  }

  static List<Fault> faultsOf(ConfigValues values) {
    ConfigRules rules = new ConfigRules(values);
    rules.needsUrl(ConfigKeys.DATABASE_USER);
    rules.needsUrl(ConfigKeys.DATABASE_PASSWORD_FILE);
    rules.notAbove(ConfigKeys.CALLBACKS_CONNECT_TIMEOUT, ConfigKeys.CALLBACKS_TIMEOUT);
    rules.notAbove(
        ConfigKeys.CALLBACKS_CONCURRENCY_PER_ENDPOINT, ConfigKeys.CALLBACKS_CONCURRENCY_TOTAL);
    rules.notAbove(
        ConfigKeys.CALLBACKS_CONCURRENCY_PER_ENDPOINT,
        ConfigKeys.CALLBACKS_CONCURRENCY_PER_ENDPOINT_MAX);
    rules.arePorts(ConfigKeys.CALLBACKS_PORTS);
    rules.isAddress(ConfigKeys.CALLBACKS_SOURCE_ADDRESS);
    rules.notAbove(ConfigKeys.LEDGER_GROUP_MAX, ConfigKeys.LEDGER_QUEUE_MAX);
    rules.bothOrNone(ConfigKeys.HTTP_TLS_CERTIFICATE_FILE, ConfigKeys.HTTP_TLS_KEY_FILE);
    rules.plainOnlyHere();
    return rules.faults;
  }

  private void needsUrl(ConfigKey<?> key) {
    if (values.find(key) != null && values.find(ConfigKeys.DATABASE_URL) == null) {
      String problem = "means nothing without database.url: give that too, or remove this line";
      faults.add(new Fault(key.name(), values.lineOf(key, key), problem));
    }
  }

  private void arePorts(ConfigKey<String> key) {
    for (String range : values.get(key).split(",", -1)) {
      int dash = range.indexOf('-');
      int low = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      int high = dash < 0 ? low : Integer.parseInt(range.substring(dash + 1));
      if (low < 1 || high > PORT_MAX || low > high) {
        String problem = "ports go from 1 to 65535, a range from low to high: not " + range;
        faults.add(new Fault(key.name(), values.lineOf(key, key), problem));
      }
    }
  }

  private void isAddress(ConfigKey<String> key) {
    String written = values.find(key);
    try {
      if (written != null) {
        var _ = InetAddress.ofLiteral(written);
      }
    } catch (IllegalArgumentException notOne) {
      String problem = "write an IP address, as 192.0.2.7 or 2001:db8::7, not " + written;
      faults.add(new Fault(key.name(), values.lineOf(key, key), problem));
    }
  }

  private void bothOrNone(ConfigKey<?> one, ConfigKey<?> other) {
    if ((values.find(one) == null) != (values.find(other) == null)) {
      boolean first = values.find(one) != null;
      ConfigKey<?> given = first ? one : other;
      String missing = first ? other.name() : one.name();
      String problem = "means nothing without " + missing + ": give that too";
      faults.add(new Fault(given.name(), values.lineOf(given, given), problem));
    }
  }

  /// Passwords would go over the network in the clear.
  private void plainOnlyHere() {
    String host = values.get(ConfigKeys.HTTP_HOST);
    boolean tls = values.find(ConfigKeys.HTTP_TLS_CERTIFICATE_FILE) != null;
    if (!tls && !values.get(ConfigKeys.HTTP_ALLOW_PLAIN) && !isHere(host)) {
      String problem =
          "plain HTTP on "
              + host
              + " would send passwords in the clear: give http.tls.certificate_file and"
              + " http.tls.key_file, or listen on 127.0.0.1, or, if a proxy does TLS, set"
              + " http.allow_plain: true";
      ConfigKey<?> key = ConfigKeys.HTTP_HOST;
      faults.add(new Fault(key.name(), values.lineOf(key, key), problem));
    }
  }

  private static boolean isHere(String host) {
    try {
      return host.equals("localhost") || AddressRange.address(host).isLoopbackAddress();
    } catch (IllegalArgumentException aName) {
      return false; // what it stands for may change: better to be asked once too often
    }
  }

  private <T extends Comparable<T>> void notAbove(ConfigKey<T> low, ConfigKey<T> high) {
    if (values.get(low).compareTo(values.get(high)) > 0) {
      String problem = "must not be more than %s: lower this or raise that".formatted(high.name());
      faults.add(new Fault(low.name(), values.lineOf(low, high), problem));
    }
  }
}
