package io.waybill.settings;

import io.waybill.ops.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accounts, keys, carriers, links and routes as a file or a request declares them.
 *
 * @param specs by kind, then by name; kinds that are not spoken of are not in it and are left alone
 * @param passwords of keys and links, where they are given; the others keep theirs
 */
public record Declared(
    Map<Kind, Map<String, Spec>> specs, Map<Kind, Map<String, String>> passwords) {
  /** Most of one kind. */
  public static final int MAX = 10_000;

  /** The longest password, characters. */
  public static final int PASSWORD_MAX = 200;

  private static final String PASSWORD = "password";

  /** Reads one of a kind. */
  public interface Reader {
    /** Checks what is set; what is not said has its default. */
    Spec read(String name, Map<?, ?> fields) throws Unusable;
  }

  /** One of a kind. */
  public static Declared one(Kind kind, Spec spec, @Nullable String password) {
    return new Declared(
        Map.of(kind, Map.of(spec.name(), spec)),
        password == null ? Map.of() : Map.of(kind, Map.of(spec.name(), password)));
  }

  /** Those of a kind, by name. */
  public Map<String, Spec> of(Kind kind) {
    return specs.getOrDefault(kind, Map.of());
  }

  /** The password that is given for one. */
  public Optional<String> password(Kind kind, String name) {
    return Optional.ofNullable(passwords.getOrDefault(kind, Map.of()).get(name));
  }

  /** Reads a whole: {@code carriers}, {@code links} and so on, each by name. */
  public static Declared read(Map<?, ?> map, Map<Kind, Reader> readers) throws Unusable {
    List<String> problems = new ArrayList<>();
    List<String> plurals = Arrays.stream(Kind.values()).map(Kind::plural).toList();
    for (Object key : map.keySet()) {
      if (!plurals.contains(String.valueOf(key))) {
        problems.add(
            key
                + " is not known: did you mean "
                + NearestName.of("" + key, Set.copyOf(plurals))
                + "? There are "
                + String.join(", ", plurals)
                + ".");
      }
    }
    Map<Kind, Map<String, Spec>> specs = new EnumMap<>(Kind.class);
    Map<Kind, Map<String, String>> passwords = new EnumMap<>(Kind.class);
    readers.forEach((kind, reader) -> {
      if (map.containsKey(kind.plural())) {
        Map<String, String> secrets = new LinkedHashMap<>();
        specs.put(kind, all(map.get(kind.plural()), kind, reader, secrets, problems));
        passwords.put(kind, secrets);
      }
    });
    if (!problems.isEmpty()) {
      throw new Unusable(problems);
    }
    return new Declared(specs, passwords);
  }

  private static Map<String, Spec> all(
      @Nullable Object given,
      Kind kind,
      Reader reader,
      Map<String, String> passwords,
      List<String> problems) {
    Map<String, Spec> all = new LinkedHashMap<>();
    if (given == null) {
      return all;
    }
    if (!(given instanceof Map<?, ?> named) || named.size() > MAX) {
      problems.add(
          kind.plural() + " must be an object of at most 10,000: names, and what is set for each.");
      return all;
    }
    named.forEach((key, fields) -> {
      String name = String.valueOf(key);
      if (fields != null && !(fields instanceof Map)) {
        problems.add(kind.plural() + "." + name + " must be an object with fields.");
        return;
      }
      try {
        Map<Object, Object> rest =
            fields instanceof Map<?, ?> m ? new LinkedHashMap<>(m) : new LinkedHashMap<>();
        Object password = kind.hasPassword() ? rest.remove(PASSWORD) : null;
        if (password != null) {
          passwords.put(name, password(kind, name, password));
        }
        all.put(name, reader.read(name, rest));
      } catch (Unusable e) {
        problems.addAll(e.problems());
      }
    });
    return all;
  }

  private static String password(Kind kind, String name, Object given) throws Unusable {
    String password = given.toString();
    if (!(given instanceof String || given instanceof Number)
        || password.length() > PASSWORD_MAX
        || password.chars().anyMatch(Character::isISOControl)) {
      throw new Unusable(
          List.of(
              "%s %s: password must be text of at most 200 characters without control characters."
                  .formatted(kind.word(), name)));
    }
    return password;
  }
}
