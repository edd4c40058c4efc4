package io.waybill.simulator;

import io.waybill.settings.Fields;
import io.waybill.settings.Unusable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Who plays the operator: one personality for everybody, and others for single system_ids, so that
/// one simulator can stand for several carriers. Immutable, and checked: one that exists is usable.
public final class Cast {
  /// The most system_ids with a personality of their own.
  public static final int OWN_MAX = 50;

  private static final String OWN = "personalities";
  private static final String LIKE = "like";
  private static final Pattern SYSTEM_ID = Pattern.compile("\\p{Graph}{1,15}");
  private static final Map<String, Map<String, Object>> BUILT_IN = load();

  private final Map<String, Object> document;
  private final Personality usual;
  private final Map<String, Personality> own;

  private Cast(Map<String, Object> document) throws Unusable {
    this.document = document;
    Map<String, Object> rest = new LinkedHashMap<>(document);
    Object inner = rest.remove(OWN);
    usual = Fields.read(rest, "the personality", Personality::read);
    Map<String, Personality> read = new TreeMap<>();
    if (inner != null) {
      if (!(inner instanceof Map<?, ?> all) || all.size() > OWN_MAX) {
        throw unusable(OWN + " must hold at most " + OWN_MAX + " personalities by system_id.");
      }
      for (Map.Entry<?, ?> one : all.entrySet()) {
        String systemId = String.valueOf(one.getKey());
        if (!SYSTEM_ID.matcher(systemId).matches() || !(one.getValue() instanceof Map<?, ?> map)) {
          throw unusable(
              OWN + "." + systemId + " must be a system_id of 1 to 15 characters with fields.");
        }
        read.put(systemId, Fields.read(map, "the personality of " + systemId, Personality::read));
      }
    }
    own = Map.copyOf(read);
  }

  /// One that does nothing unusual: outcomes by the last digits.
  public static Cast usual() {
    return builtIn("good");
  }

  /// A personality that everybody has, by its name in [#builtIns].
  ///
  /// @throws IllegalArgumentException if none is named so
  public static Cast builtIn(String name) {
    try {
      return new Cast(like(name));
    } catch (Unusable e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// All built-in personalities by name, each with its sentence.
  public static Map<String, String> builtIns() {
    Map<String, String> all = new LinkedHashMap<>();
    BUILT_IN.forEach((name, map) -> all.put(name, String.valueOf(map.get("about"))));
    return all;
  }

  /// Reads a document: the fields of docs/simulator.md, in YAML or JSON, at most 256 Ki characters.
  ///
  /// @param what it is, such as the file's name, for the words of problems
  /// @throws Unusable with all that is wrong in it
  public static Cast read(String yaml, String what) throws Unusable {
    return new Cast(resolved(Document.read(yaml, what)));
  }

  /// The same with some settings changed, each `field=value`, inside others `field.field=value`.
  ///
  /// @throws Unusable if one has not this form or its value cannot be
  public Cast with(List<String> settings) throws Unusable {
    Map<String, Object> changed = document;
    for (String setting : settings) {
      changed = Document.with(changed, setting);
    }
    return new Cast(resolved(changed));
  }

  /// What was set, as YAML that [#read] reads to the same.
  public String toYaml() {
    return Document.write(document);
  }

  /// Who plays towards this client.
  Personality of(String systemId) {
    return own.getOrDefault(systemId, usual);
  }

  /// The names with a personality of their own.
  Map<String, Personality> own() {
    return own;
  }

  Personality forOthers() {
    return usual;
  }

  /// Lays what is set over the built-in personalities that it is to be like.
  private static Map<String, Object> resolved(Map<String, Object> set) throws Unusable {
    Map<String, Object> top = based(set);
    if (top.get(OWN) instanceof Map<?, ?> all) {
      Map<String, Object> each = new LinkedHashMap<>();
      for (Map.Entry<?, ?> one : all.entrySet()) {
        Object value = one.getValue();
        each.put(
            String.valueOf(one.getKey()),
            value instanceof Map<?, ?> map ? based(Document.merge(map, Map.of())) : value);
      }
      top.put(OWN, each);
    }
    return top;
  }

  private static Map<String, Object> based(Map<String, Object> set) throws Unusable {
    Map<String, Object> rest = new LinkedHashMap<>(set);
    Object name = rest.remove(LIKE);
    return name == null ? rest : Document.merge(like(String.valueOf(name)), rest);
  }

  private static Map<String, Object> like(String name) throws Unusable {
    Map<String, Object> found = BUILT_IN.get(name);
    if (found == null) {
      throw unusable(
          "no personality is named '"
              + name
              + "': there are "
              + String.join(", ", BUILT_IN.keySet())
              + ".");
    }
    return found;
  }

  private static Map<String, Map<String, Object>> load() {
    Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    try (InputStream in = Cast.class.getResourceAsStream("/simulator/personalities.yaml")) {
      String yaml = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      Document.read(yaml, "the built-in personalities")
          .forEach((name, map) -> all.put(name, Document.merge((Map<?, ?>) map, Map.of())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Unusable e) {
      throw new IllegalStateException(e);
    }
    return all;
  }

  private static Unusable unusable(String problem) {
    return new Unusable(List.of(problem));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cast cast && cast.document.equals(document);
  }

  @Override
  public int hashCode() {
    return document.hashCode();
  }

  @Override
  public String toString() {
    return toYaml();
  }
}
