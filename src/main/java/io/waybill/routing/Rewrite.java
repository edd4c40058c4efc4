package io.waybill.routing;

import io.waybill.settings.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Replaces the beginning of an address: the first rule of a list whose {@code from} it begins with.
 *
 * @param from what it begins with, at most 21 characters; empty: everything
 * @param to what stands there instead, at most 21 characters
 */
public record Rewrite(String from, String to) {
  private static final Pattern ADDRESS = Pattern.compile("[+0-9A-Za-z *#._-]{0,21}");

  static Rewrite read(Fields f) {
    return new Rewrite(
        f.text("from", "", ADDRESS, "the beginning of an address, at most 21 characters"),
        f.text("to", "", ADDRESS, "the beginning of an address, at most 21 characters"));
  }

  /** The address after the first rule that fits; itself if none does. */
  public static String apply(List<Rewrite> rules, String address) {
    for (Rewrite rule : rules) {
      if (address.startsWith(rule.from)) {
        return rule.to + address.substring(rule.from.length());
      }
    }
    return address;
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("from", from);
    map.put("to", to);
    return map;
  }
}
