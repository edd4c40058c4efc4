package io.waybill.accept;

import io.waybill.http.Fault;
import io.waybill.http.Fault.Code;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the fields of one JSON object and collects what is wrong with them, so that a client
/// learns everything at once. JSON null counts as absent. Fields nobody asks for are ignored.
final class Fields {
  private static final int FAULTS_MAX = 50;
  private static final int URL_MAX = 2_048;
  private static final Pattern HTTP = Pattern.compile("(?i)https?://[^\\s\\p{Cntrl}/]\\S*");

  private final JsonNode object;
  private final String prefix;
  private final List<Fault> faults;

  /// @param prefix what comes before the field in a fault's source, as `payload[sms]`
  Fields(JsonNode object, String prefix, List<Fault> faults) {
    this.object = object;
    this.prefix = prefix;
    this.faults = faults;
  }

  /// The fields of an object inside, collecting into the same list.
  Fields inside(JsonNode inner, String innerPrefix) {
    return new Fields(inner, innerPrefix, faults);
  }

  /// The whole object, to be changed at will.
  ObjectNode copy() {
    return ((ObjectNode) object).deepCopy();
  }

  /// The value as it is; null if absent.
  @Nullable JsonNode node(String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  /// A string; null if absent or of another type (then a fault).
  @Nullable String text(String name) {
    JsonNode node = node(name);
    if (node == null) {
      return null;
    }
    if (!node.isString()) {
      wrong(name, "must be a string");
      return null;
    }
    return node.stringValue();
  }

  /// A whole number within bounds, both allowed; null if absent or not that (then a fault).
  @Nullable Long whole(String name, long min, long max) {
    JsonNode node = node(name);
    if (node == null) {
      return null;
    }
    BigDecimal given =
        node.isNumber() && Double.isFinite(node.doubleValue()) ? node.decimalValue() : null;
    boolean fits =
        given != null
            && given.compareTo(BigDecimal.valueOf(min)) >= 0
            && given.compareTo(BigDecimal.valueOf(max)) <= 0
            && given.stripTrailingZeros().scale() <= 0; // 360.0 is one (JSON Schema, type integer)
    if (given == null || !fits) {
      wrong(name, "must be a whole number from " + min + " to " + max);
      return null;
    }
    return given.longValueExact();
  }

  /// Notes each of these that is not there.
  void need(String... names) {
    for (String name : names) {
      if (node(name) == null) {
        missing(name, "is missing");
      }
    }
  }

  /// A string of so many characters; null if absent or not that (then a fault).
  @Nullable String string(String name, int min, int max) {
    return ruled(
        name,
        s ->
            s.length() < min || s.length() > max
                ? "must be " + min + " to " + max + " characters"
                : null);
  }

  /// Notes a string that is there and is none of these.
  void word(String name, List<String> words) {
    ruled(name, w -> words.contains(w) ? null : "must be one of " + String.join(", ", words));
  }

  /// Notes what is there and is neither true nor false.
  void bool(String name) {
    JsonNode node = node(name);
    if (node != null && !node.isBoolean()) {
      wrong(name, "must be true or false");
    }
  }

  /// Notes a URL that providers cannot fetch.
  void url(String name) {
    ruled(
        name,
        u ->
            u.length() <= URL_MAX && HTTP.matcher(u).matches()
                ? null
                : "must be an http or https URL of at most " + URL_MAX + " characters");
  }

  /// The fields of an object inside; null if absent or no object (then a fault).
  @Nullable Fields object(String name) {
    JsonNode node = node(name);
    if (node == null) {
      return null;
    }
    if (!node.isObject()) {
      wrong(name, "must be an object");
      return null;
    }
    return inside(node, source(name));
  }

  /// The objects of a list inside; none if it is absent or not a list of so many objects (then a
  /// fault).
  List<Fields> objects(String name, int min, int max) {
    JsonNode list = node(name);
    if (list == null) {
      return List.of();
    }
    boolean fits = list.isArray() && list.size() >= min && list.size() <= max;
    if (!fits || !list.valueStream().allMatch(JsonNode::isObject)) {
      wrong(name, "must be a list of " + min + " to " + max + " objects");
      return List.of();
    }
    List<Fields> all = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      all.add(inside(list.get(i), source(name) + "[" + i + "]"));
    }
    return all;
  }

  /// All fields that are not null, by name.
  Map<String, JsonNode> all() {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    object.forEachEntry((name, value) -> {
      if (!value.isNull()) {
        all.put(name, value);
      }
    });
    return all;
  }

  /// What names this object in a fault.
  String source() {
    return prefix;
  }

  /// How many faults were found so far, here and around.
  int faultCount() {
    return faults.size();
  }

  /// A string that is one of these; the first one if it is absent or wrong (then a fault).
  String oneOf(String name, List<String> words) {
    String word = text(name);
    if (word == null) {
      return words.getFirst();
    }
    if (!words.contains(word)) {
      wrong(name, "must be one of " + String.join(", ", words));
      return words.getFirst();
    }
    return word;
  }

  /// A string that a rule accepts: the rule answers with what is wrong, or null.
  @Nullable String ruled(String name, Function<String, @Nullable String> rule) {
    String text = text(name);
    String problem = text == null ? null : rule.apply(text);
    if (problem != null) {
      wrong(name, problem);
      return null;
    }
    return text;
  }

  /// Notes a field that cannot be used as it is; the problem goes on after its name.
  void wrong(String name, String problem) {
    note(new Fault(Code.INVALID, name + " " + problem + ".", source(name)));
  }

  /// Notes a field that must be there and is not.
  void missing(String name, String problem) {
    note(new Fault(Code.MISSING, name + " " + problem + ".", source(name)));
  }

  /// Notes that the object as a whole lacks something.
  void missing(String sentence) {
    note(new Fault(Code.MISSING, sentence, prefix));
  }

  /// Notes anything else.
  void note(Fault fault) {
    if (faults.size() < FAULTS_MAX) {
      faults.add(fault);
    }
  }

  boolean isFaultless() {
    return faults.isEmpty();
  }

  private String source(String name) {
    return prefix + "[" + name + "]";
  }

  /// An empty list to collect into.
  static List<Fault> noFaults() {
    return new ArrayList<>();
  }
}
