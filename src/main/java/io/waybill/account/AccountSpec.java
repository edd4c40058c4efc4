package io.waybill.account;

import io.waybill.settings.Fields;
import io.waybill.settings.Spec;
import io.waybill.settings.Unusable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is set about an account.
 *
 * @param name 1 to 100 characters, unique
 * @param enabled whether its keys open anything
 * @param contentDays how many days texts and full numbers are kept, 0 to 400
 * @param replacements the account's own table for autoconvert {@code on}: from, to
 */
public record AccountSpec(
    String name, boolean enabled, int contentDays, Map<String, String> replacements)
    implements Spec {
  /** Days that content is kept where neither the account nor the configuration says. */
  public static final int CONTENT_DAYS = 30;

  /** So long at most. */
  public static final int CONTENT_DAYS_MAX = 400;

  private static final int NAME_MAX = 100;
  private static final int REPLACEMENTS_MAX = 1_000;
  private static final int REPLACEMENT_MAX = 20;

  public AccountSpec {
    replacements = Map.copyOf(replacements);
  }

  /** Reads one. */
  public static AccountSpec read(String name, Map<?, ?> map) throws Unusable {
    return Fields.read(map, "account " + name, f -> read(name, f));
  }

  private static AccountSpec read(String name, Fields f) {
    if (name.isBlank() || name.length() > NAME_MAX || name.chars().anyMatch(c -> c < ' ')) {
      f.problem("name", "must have 1 to 100 characters, none of them a control character.");
    }
    Map<String, String> replacements = f.words("replacements", REPLACEMENTS_MAX);
    replacements.forEach((from, to) -> {
      if (from.isEmpty() || from.length() > REPLACEMENT_MAX || to.length() > REPLACEMENT_MAX) {
        f.problem("replacements", "must name 1 to 20 characters and what stands for them.");
      }
    });
    return new AccountSpec(
        name,
        f.flag("enabled", true),
        f.number("content_days", CONTENT_DAYS, 0, CONTENT_DAYS_MAX),
        replacements);
  }

  /** The same, let in or shut out. */
  public AccountSpec enabled(boolean on) {
    return new AccountSpec(name, on, contentDays, replacements);
  }

  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("enabled", enabled);
    map.put("content_days", contentDays);
    map.put("replacements", new TreeMap<>(replacements));
    return map;
  }
}
