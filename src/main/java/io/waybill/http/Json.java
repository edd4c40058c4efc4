package io.waybill.http;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads JSON strictly (RFC 8259, no extensions) and writes it.
public final class Json {
  /// How deep arrays and objects may be nested.
  public static final int DEPTH_MAX = 32;

  private static final int NUMBER_DIGITS_MAX = 40;
  private static final int FLAWS_MAX = 20;

  /// Braces, names and values: each costs memory, the shortest most. A full bulk request fits.
  private static final int TOKENS_MAX = 500_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(NUMBER_DIGITS_MAX)
                          .maxNameLength(1000)
                          .maxTokenCount(TOKENS_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /// What a text was found to be.
  public sealed interface Parsed {
    /// Well formed.
    ///
    /// @param flaws strings that no message may carry, at most 20; often none
    record Tree(JsonNode root, List<Flaw> flaws) implements Parsed {
      public Tree {
        flaws = List.copyOf(flaws);
      }
    }

    /// Not JSON, or beyond our bounds.
    record Malformed(String detail) implements Parsed {}
  }

  /// A string with a NUL or half a surrogate pair: PostgreSQL stores neither, UTF-8 has no form for
  /// the latter.
  ///
  /// @param path field names and array places (from 0) that lead to it
  public record Flaw(List<String> path, String problem) {
    public Flaw {
      path = List.copyOf(path);
    }
  }

  /// Reads one value. A field named twice, something after the value and deep nesting are refused.
  public static Parsed read(String text) {
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (json.isBlank()) {
      return new Parsed.Malformed("The body is empty; send a JSON object.");
    }
    try {
      JsonNode root = MAPPER.readTree(json);
      List<Flaw> flaws = new ArrayList<>();
      look(root, List.of(), flaws);
      return new Parsed.Tree(root, flaws);
    } catch (StreamConstraintsException beyond) {
      return new Parsed.Malformed(
          "The body is nested deeper than %d levels, has more than %,d tokens, or an overlong number or name%s."
              .formatted(DEPTH_MAX, TOKENS_MAX, at(beyond)));
    } catch (JacksonException malformed) {
      boolean twice = malformed.getOriginalMessage().startsWith("Duplicate");
      return new Parsed.Malformed(
          (twice ? "The body has an object with one field twice" : "The body is not valid JSON")
              + at(malformed)
              + ".");
    }
  }

  /// Compact JSON.
  public static String write(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /// Reads what we wrote ourselves, a stored timeline for example.
  ///
  /// @throws IllegalStateException if it is no JSON after all
  public static JsonNode trusted(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException broken) {
      throw new IllegalStateException("stored JSON cannot be read" + at(broken), broken);
    }
  }

  private static void look(JsonNode node, List<String> path, List<Flaw> flaws) {
    if (flaws.size() >= FLAWS_MAX) {
      return;
    }
    if (node.isString()) {
      inspect(node.stringValue(), path, flaws);
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        look(node.get(i), longer(path, Integer.toString(i)), flaws);
      }
    } else if (node.isObject()) {
      node.forEachEntry((name, value) -> {
        if (flawOf(name) == null) {
          look(value, longer(path, name), flaws);
        } else {
          inspect(name, path, flaws);
        }
      });
    }
  }

  private static void inspect(String text, List<String> path, List<Flaw> flaws) {
    String problem = flawOf(text);
    if (problem != null) {
      flaws.add(new Flaw(path, problem));
    }
  }

  private static @org.jspecify.annotations.Nullable String flawOf(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return "contains the character U+0000, which cannot be sent or stored";
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return "contains half of a surrogate pair (\\u%04x), which is no character"
            .formatted((int) c);
      }
    }
    return null;
  }

  private static List<String> longer(List<String> path, String step) {
    List<String> longer = new ArrayList<>(path);
    longer.add(step);
    return longer;
  }

  private static String at(JacksonException e) {
    TokenStreamLocation where = e.getLocation();
    return where == null || where.getLineNr() < 1
        ? ""
        : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
  }
}
