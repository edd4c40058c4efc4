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

  private <T extends Comparable<T>> void notAbove(ConfigKey<T> low, ConfigKey<T> high) {
    if (values.get(low).compareTo(values.get(high)) > 0) {
      String problem = "must not be more than %s: lower this or raise that".formatted(high.name());
      faults.add(new Fault(low.name(), values.lineOf(low, high), problem));
    }
  }
}
