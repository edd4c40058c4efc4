package io.waybill.simulator;

import io.waybill.settings.Unusable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// YAML (or JSON, which is YAML) as maps: read, laid over one another, changed at one place,
/// written. Says nothing about what the fields mean.
final class Document {
  /// The longest document, in characters.
  static final int SIZE_MAX = 256 * 1024;

  private static final int ALIASES_MAX = 50;
  private static final int DEPTH_MAX = 6;

  private Document() {}

  /// Reads one; an empty text is an empty map.
  ///
  /// @param what it is, for the words of the problem
  static Map<String, Object> read(String yaml, String what) throws Unusable {
    if (yaml.length() > SIZE_MAX) {
      throw unusable(what + " must have at most " + SIZE_MAX + " characters.");
    }
    Object tree = load(yaml, what);
    if (tree == null) {
      return new LinkedHashMap<>();
    }
    if (!(tree instanceof Map<?, ?> map)) {
      throw unusable(what + " must hold fields with values, as 'rate: {per_second: 5}'.");
    }
    return copy(map, what, 0);
  }

  /// `over` where it says something, else `under`; inside maps too.
  static Map<String, Object> merge(Map<?, ?> under, Map<?, ?> over) {
    Map<String, Object> both = new LinkedHashMap<>();
    under.forEach((key, value) -> both.put(String.valueOf(key), value));
    over.forEach((key, value) -> {
      Object below = both.get(String.valueOf(key));
      both.put(
          String.valueOf(key),
          below instanceof Map<?, ?> lower && value instanceof Map<?, ?> upper
              ? merge(lower, upper)
              : value);
    });
    return both;
  }

  /// The map with one setting changed.
  ///
  /// @param setting `field=value` or `field.field=value`; an empty value makes it usual again
  static Map<String, Object> with(Map<String, Object> map, String setting) throws Unusable {
    int equals = setting.indexOf('=');
    if (equals < 1 || setting.length() > 10_000) {
      throw unusable("'" + setting + "' must have the form field=value, as rate.per_second=5.");
    }
    String path = setting.substring(0, equals);
    List<String> names = List.of(path.split("\\.", DEPTH_MAX));
    Object value = load(setting.substring(equals + 1), path);
    Object tree = value instanceof Map<?, ?> inner ? copy(inner, path, 0) : plain(value, path);
    if (tree == null) {
      return without(map, names);
    }
    for (String name : names.reversed()) {
      Map<String, Object> around = new LinkedHashMap<>();
      around.put(name, tree);
      tree = around;
    }
    return merge(map, (Map<?, ?>) tree);
  }

  private static Map<String, Object> without(Map<?, ?> map, List<String> names) {
    Map<String, Object> rest = merge(map, Map.of());
    Object inner = rest.get(names.getFirst());
    if (names.size() == 1) {
      rest.remove(names.getFirst());
    } else if (inner instanceof Map<?, ?> below) {
      rest.put(names.getFirst(), without(below, names.subList(1, names.size())));
    }
    return rest;
  }

  /// As people write it.
  static String write(Map<String, Object> map) {
    DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return map.isEmpty() ? "{}\n" : new Dump(settings).dumpToString(map);
  }

  private static @Nullable Object load(String yaml, String what) throws Unusable {
    LoadSettings settings =
        LoadSettings.builder()
            .setMaxAliasesForCollections(ALIASES_MAX)
            .setAllowDuplicateKeys(false)
            .build();
    try {
      return new Load(settings).loadFromString(yaml);
    } catch (YamlEngineException e) {
      throw unusable(what + " is no YAML: " + String.valueOf(e.getMessage()).strip());
    }
  }

  private static Map<String, Object> copy(Map<?, ?> map, String what, int depth) throws Unusable {
    if (depth > DEPTH_MAX) {
      throw unusable(what + " is nested too deep.");
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object value =
          entry.getValue() instanceof Map<?, ?> inner
              ? copy(inner, what, depth + 1)
              : plain(entry.getValue(), what);
      if (value != null) {
        copy.put(String.valueOf(entry.getKey()), value);
      }
    }
    return copy;
  }

  /// Lists of words become words with commas: nothing here is a list of anything else.
  private static @Nullable Object plain(@Nullable Object value, String what) throws Unusable {
    if (value instanceof Collection<?> all) {
      if (all.stream().anyMatch(one -> one instanceof Map || one instanceof Collection)) {
        throw unusable(what + " has a list of something else than words.");
      }
      return all.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
    return value;
  }

  private static Unusable unusable(String problem) {
    return new Unusable(List.of(problem));
  }
}
