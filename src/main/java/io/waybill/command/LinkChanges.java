package io.waybill.command;

import io.waybill.carrier.LinkSettings;
import io.waybill.dispatch.Dispatch;
import io.waybill.store.ConfigStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Brings changes of what is set about links to those that run. */
final class LinkChanges {
  private final Map<String, LinkSettings> linked = new HashMap<>();
  private final ConfigStore accounts;
  private final Dispatch dispatch;

  LinkChanges(ConfigStore accounts, Dispatch dispatch) {
    this.accounts = accounts;
    this.dispatch = dispatch;
  }

  /** Makes the links what the configuration says, touching only those that differ. */
  synchronized void follow() {
    Map<String, LinkSettings> wanted = new HashMap<>();
    for (ConfigStore.LinkRow l : accounts.links()) {
      LinkSettings settings =
          new LinkSettings(l.spec(), l.password(), accounts.carrier(l.spec().carrier()));
      wanted.put(l.name(), settings);
    }
    for (String name : List.copyOf(linked.keySet())) {
      if (!wanted.containsKey(name)) {
        linked.remove(name);
        dispatch.remove(name);
      }
    }
    wanted.forEach((name, settings) -> {
      if (!settings.equals(linked.put(name, settings))) {
        dispatch.apply(settings);
      }
    });
  }
}
