package io.waybill.command;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Of two versions of something, what one has that the other has not. */
final class Differing {
  private static final int TEXT_MAX = 200;

  private Differing() {}

  /** As {@code window=5 dialect.plus=true}; {@code -} where there is nothing. */
  static String text(@Nullable Map<String, Object> one, @Nullable Map<String, Object> other) {
    if (one == null || other == null) {
      return "-";
    }
    StringBuilder text = new StringBuilder();
    collect("", one, other, text);
    String all = text.toString().strip();
    return all.isEmpty() ? "-" : all.length() > TEXT_MAX ? all.substring(0, TEXT_MAX) + "…" : all;
  }

  private static void collect(String path, Map<?, ?> one, Map<?, ?> other, StringBuilder text) {
    new TreeMap<>(one)
        .forEach((key, value) -> {
          Object theirs = other.get(key);
          if (value instanceof Map<?, ?> a && theirs instanceof Map<?, ?> b) {
            collect(path + key + ".", a, b, text);
          } else if (!Objects.equals(value, theirs)) {
            text.append(path).append(key).append('=').append(value).append(' ');
          }
        });
  }
}
