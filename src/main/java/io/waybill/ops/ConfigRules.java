package io.waybill.ops;

import io.waybill.ops.Config.Fault;
import java.util.ArrayList;
import java.util.List;

/// What must hold between two keys, each of which is right by itself.
final class ConfigRules {
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
    rules.notAbove(ConfigKeys.LEDGER_GROUP_MAX, ConfigKeys.LEDGER_QUEUE_MAX);
    return rules.faults;
  }

  private void needsUrl(ConfigKey<?> key) {
    if (values.find(key) != null && values.find(ConfigKeys.DATABASE_URL) == null) {
      String problem = "means nothing without database.url: give that too, or remove this line";
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
