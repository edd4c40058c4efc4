package io.waybill.settings;

import io.waybill.ops.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one map of settings, field by field: a missing field has its default, null counts as
 * missing, an unknown one is a problem. Problems are collected, so that all are told at once.
 */
public final class Fields {
  private final Map<?, ?> map;
  private final String path;
  private final List<String> problems;
  private final Set<String> known = new LinkedHashSet<>();

  private Fields(Map<?, ?> map, String path, List<String> problems) {
    this.map = map;
    this.path = path;
    this.problems = problems;
  }

  /**
   * Reads a whole.
   *
   * @param what what it is, for the words of problems: {@code link lmt-1}
   * @param reader takes what it knows; what it leaves is a problem
   */
  public static <T> T read(Map<?, ?> map, String what, Function<Fields, T> reader) throws Unusable {
    List<String> problems = new ArrayList<>();
    Fields fields = new Fields(map, what + ": ", problems);
    T value = null;
    try {
      value = reader.apply(fields);
    } catch (IllegalArgumentException e) {
      problems.add(what + ": " + e.getMessage());
    }
    fields.end();
    if (value == null || !problems.isEmpty()) {
      throw new Unusable(problems);
    }
    return value;
  }

  private @Nullable Object value(String key) {
    known.add(key);
    return map.get(key);
  }

  /** Adds a problem of this map. */
  public void problem(String key, String sentence) {
    problems.add(path + key + " " + sentence);
  }

  /** Characters, or a number written as such; without control characters. */
  public String text(String key, String otherwise, int lengthMax) {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof String || value instanceof Number)) {
      problem(key, "must be text.");
      return otherwise;
    }
    String text = value.toString();
    if (text.length() > lengthMax) {
      problem(key, "must have at most " + lengthMax + " characters.");
      return otherwise;
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      problem(key, "must not contain control characters.");
      return otherwise;
    }
    return text;
  }

  /** Text of several lines. */
  public String lines(String key, int lengthMax) {
    Object value = value(key);
    String text = value == null ? "" : value.toString();
    if (text.length() > lengthMax) {
      problem(key, "must have at most " + lengthMax + " characters.");
      return "";
    }
    return text;
  }

  /** Text that must match; {@code form} says in words what it must look like. */
  public String text(String key, String otherwise, Pattern pattern, String form) {
    String text = text(key, otherwise, 1_000);
    if (!text.equals(otherwise) && !pattern.matcher(text).matches()) {
      problem(key, "must be " + form + ", not '" + text + "'.");
      return otherwise;
    }
    return text;
  }

  /** Text, or null if it is not there or empty. */
  public @Nullable String textOrNull(String key, Pattern pattern, String form) {
    String text = text(key, "", pattern, form);
    return text.isEmpty() ? null : text;
  }

  /** A whole number; 0x… is read too. */
  public int number(String key, int otherwise, int min, int max) {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    Long number = whole(value);
    if (number == null || number < min || number > max) {
      problem(key, "must be a whole number from " + min + " to " + max + ", not '" + value + "'.");
      return otherwise;
    }
    return number.intValue();
  }

  /** A whole number as text or number, 0x… too; null if it is none. */
  public static @Nullable Long whole(Object value) {
    String text = value.toString();
    boolean fits = value instanceof Number || value instanceof String;
    if (fits && text.matches("-?[0-9]{1,18}")) {
      return Long.valueOf(text);
    }
    return fits && text.matches("0x[0-9a-fA-F]{1,15}") ? Long.valueOf(text.substring(2), 16) : null;
  }

  /** Yes or no. */
  public boolean flag(String key, boolean otherwise) {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    problem(key, "must be true or false.");
    return otherwise;
  }

  /** One of an enum's words, in lower case with {@code _}. */
  public <E extends Enum<E>> E word(String key, E otherwise) {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    E[] all = otherwise.getDeclaringClass().getEnumConstants();
    for (E one : all) {
      if (word(one).equals(value.toString())) {
        return one;
      }
    }
    List<String> words = Arrays.stream(all).map(Fields::word).toList();
    problem(key, "must be one of " + String.join(", ", words) + ", not '" + value + "'.");
    return otherwise;
  }

  /** How an enum's constant is written. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** A map inside; an empty one if it is not there. */
  public <T> T object(String key, Function<Fields, T> reader) {
    Object value = value(key);
    if (value != null && !(value instanceof Map)) {
      problem(key, "must be an object with fields.");
    }
    return inside(value instanceof Map<?, ?> inner ? inner : Map.of(), key, reader);
  }

  private <T> T inside(Map<?, ?> inner, String key, Function<Fields, T> reader) {
    Fields fields = new Fields(inner, path + key + ".", problems);
    T read = reader.apply(fields);
    fields.end();
    return read;
  }

  /** A list of texts; empty if it is not there. */
  public List<String> texts(String key, int max) {
    Object value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)
        || list.size() > max
        || !list.stream().allMatch(String.class::isInstance)) {
      problem(key, "must be a list of at most " + max + " texts.");
      return List.of();
    }
    return list.stream().map(String::valueOf).toList();
  }

  /** A list of maps; empty if it is not there. */
  public <T> List<T> objects(String key, int max, Function<Fields, T> reader) {
    Object value = value(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list) || list.size() > max) {
      problem(key, "must be a list of at most " + max + ".");
      return List.of();
    }
    List<T> all = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String at = key + "[" + i + "]";
      if (list.get(i) instanceof Map<?, ?> inner) {
        all.add(inside(inner, at, reader));
      } else {
        problem(at, "must be an object with fields.");
      }
    }
    return List.copyOf(all);
  }

  /** A map from text to text of at most {@code max} entries, in its own order. */
  public Map<String, String> words(String key, int max) {
    Object value = value(key);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> inner) || inner.size() > max) {
      problem(key, "must be an object with at most " + max + " fields.");
      return Map.of();
    }
    Map<String, String> all = new LinkedHashMap<>();
    inner.forEach((k, v) -> {
      String text = k + String.valueOf(v);
      if (!(v instanceof String || v instanceof Number) || text.indexOf('\0') >= 0) {
        problem(key + "." + k, "must be text without NUL.");
      } else {
        all.put(String.valueOf(k), v.toString());
      }
    });
    return all;
  }

  private void end() {
    for (Object key : map.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        problem(
            String.valueOf(key),
            "is not known: did you mean " + NearestName.of(String.valueOf(key), known) + "?");
      }
    }
  }
}
