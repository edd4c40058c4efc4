package io.waybill.ops;

import io.waybill.ops.ConfigKind.Reading;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// The values a file gave, by key; what it did not give has its default.
record ConfigValues(Map<ConfigKey<?>, Given> given) {

  /// A value and the line it stood on, counted from 1.
  record Given(Object value, int line) {}

  ConfigValues {
    given = Map.copyOf(given);
  }

  /// The value of a key that has a default.
  <T> T get(ConfigKey<T> key) {
    T value = find(key);
    return value != null ? value : preset(key);
  }

  /// The value of a key that may be absent.
  <T> @Nullable T find(ConfigKey<T> key) {
    Given found = given.get(key);
    return found == null ? null : key.kind().type().cast(found.value());
  }

  /// The line of a key, or of the other one when this was not given, or 0.
  int lineOf(ConfigKey<?> key, ConfigKey<?> other) {
    Given found = given.getOrDefault(key, given.get(other));
    return found == null ? 0 : found.line();
  }

  private static <T> T preset(ConfigKey<T> key) {
    Tag tag = key.kind() instanceof ConfigKind.WholeNumber ? Tag.INT : Tag.STR;
    if (key.kind() instanceof ConfigKind.YesOrNo) {
      tag = Tag.BOOL;
    }
    return switch (key.kind().read(new ScalarNode(tag, key.preset(), ScalarStyle.PLAIN))) {
      case Reading.Value<T>(T value) -> value;
      case Reading.Wrong<T>(String problem) ->
          throw new IllegalStateException("default of " + key.name() + ": " + problem);
    };
  }
}
