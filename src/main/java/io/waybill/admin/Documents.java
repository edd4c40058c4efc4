package io.waybill.admin;

import io.waybill.accept.CallbackUrls;
import io.waybill.accept.Senders;
import io.waybill.account.KeySpec;
import io.waybill.settings.Declared;
import io.waybill.settings.Kind;
import io.waybill.settings.Unusable;
import io.waybill.store.SetupAdmin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what is declared, with every check that it must pass before it is stored. */
public final class Documents {
  private Documents() {}

  /**
   * Reads a file or a request: {@code accounts}, {@code keys}, {@code carriers}, {@code links},
   * {@code routes}, each by name.
   *
   * @param contentDays of accounts that do not say: {@code messages.content_days}
   * @throws Unusable with everything that is wrong
   */
  public static Declared read(Map<?, ?> map, int contentDays) throws Unusable {
    Declared declared = SetupAdmin.read(withContentDays(map, contentDays));
    List<String> problems = new ArrayList<>();
    declared
        .of(Kind.KEY)
        .values()
        .forEach(spec -> {
          if (spec instanceof KeySpec key) {
            check(key, problems);
          }
        });
    if (!problems.isEmpty()) {
      throw new Unusable(problems);
    }
    return declared;
  }

  private static Map<?, ?> withContentDays(Map<?, ?> map, int contentDays) {
    if (!(map.get(Kind.ACCOUNT.plural()) instanceof Map<?, ?> accounts)) {
      return map;
    }
    Map<Object, Object> all = new LinkedHashMap<>();
    accounts.forEach((name, fields) -> {
      if (fields == null || fields instanceof Map<?, ?>) {
        Map<Object, Object> whole = new LinkedHashMap<>();
        whole.put("content_days", contentDays);
        if (fields instanceof Map<?, ?> said) {
          whole.putAll(said);
        }
        all.put(name, whole);
      } else {
        all.put(name, fields);
      }
    });
    Map<Object, Object> copy = new LinkedHashMap<>(map);
    copy.put(Kind.ACCOUNT.plural(), all);
    return copy;
  }

  private static void check(KeySpec key, List<String> problems) {
    String sender = key.settings().sender();
    if (sender != null && !Senders.isWellFormed(sender)) {
      problems.add("key " + key.name() + ": sender " + Senders.RULE + ".");
    }
    Optional.ofNullable(key.settings().dlrUrl())
        .flatMap(CallbackUrls::fault)
        .ifPresent(fault -> problems.add("key " + key.name() + ": dlr_url " + fault + "."));
  }
}
