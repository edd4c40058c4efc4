package io.waybill.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The parameters of a request as octets, wherever they stand: in the query string, in a body of
/// the kind that HTML forms send, or in both (contract, trap 10). What the body names wins over the
/// query string. Octets, because the charset of a value may be another parameter.
public final class Form {
  /// Most parameters in a query string, and in a body.
  public static final int PARAMETERS_MAX = 200;

  /// Longest body, octets: no value is long, and who sends it is only known when it was read.
  public static final int BODY_MAX = 64 << 10;

  private final Map<String, byte[]> values = new HashMap<>();
  private final Set<String> ambiguous = new HashSet<>();

  private Form() {}

  /// A parameter, percent-encoding undone.
  @SuppressWarnings("ArrayRecordComponent") // lives while a form is read, never compared
  record Pair(String name, byte[] value) {}

  /// What reading comes to.
  public sealed interface Read {
    /// The parameters.
    record Good(Form form) implements Read {}

    /// They cannot be read.
    ///
    /// @param status 400, 408, 413 or 503
    record Bad(int status, String detail) implements Read {}
  }

  /// The value as it came; empty if the parameter is absent.
  public Optional<byte[]> octets(String name) {
    return Optional.ofNullable(values.get(name)).map(byte[]::clone);
  }

  /// Whether the parameter was given twice in one place, with values that differ: then nobody can
  /// say which one is meant.
  public boolean isAmbiguous(String name) {
    return ambiguous.contains(name);
  }

  /// Reads a query string and a body. An empty body may have any media type (trap 12).
  static Read read(String rawQuery, String contentType, byte[] body) {
    Form form = new Form();
    Optional<List<Pair>> query = urlEncoded(rawQuery.getBytes(StandardCharsets.UTF_8));
    if (query.isEmpty()) {
      return new Read.Bad(400, "The percent-encoding of the query string is broken.");
    }
    form.put(query.get());
    if (body.length == 0) {
      return new Read.Good(form);
    }
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    Optional<List<Pair>> pairs =
        switch (type) {
          case "multipart/form-data" -> Multipart.read(contentType, body);
          case "", "application/x-www-form-urlencoded", "text/plain" -> urlEncoded(body);
          default -> Optional.empty();
        };
    if (pairs.isEmpty()) {
      return new Read.Bad(
          400,
          "The body must be application/x-www-form-urlencoded or multipart/form-data, well formed,"
              + " with at most "
              + PARAMETERS_MAX
              + " parameters.");
    }
    form.put(pairs.get());
    return new Read.Good(form);
  }

  private void put(List<Pair> pairs) {
    Map<String, byte[]> here = new HashMap<>();
    Set<String> twice = new HashSet<>();
    for (Pair pair : pairs) {
      byte[] before = here.put(pair.name, pair.value);
      if (before != null && !Arrays.equals(before, pair.value)) {
        twice.add(pair.name);
      }
    }
    ambiguous.removeAll(here.keySet());
    ambiguous.addAll(twice);
    values.putAll(here);
  }

  /// Pairs of `name=value`, joined by `&`; empty if there are too many or one is broken.
  private static Optional<List<Pair>> urlEncoded(byte[] raw) {
    List<Pair> pairs = new ArrayList<>();
    for (String pair : new String(raw, StandardCharsets.ISO_8859_1).split("&", -1)) {
      String given = pair.strip();
      if (given.isEmpty()) {
        continue;
      }
      int equals = given.indexOf('=');
      Optional<byte[]> name = unescaped(equals < 0 ? given : given.substring(0, equals));
      Optional<byte[]> value = unescaped(equals < 0 ? "" : given.substring(equals + 1));
      if (name.isEmpty() || value.isEmpty() || pairs.size() == PARAMETERS_MAX) {
        return Optional.empty();
      }
      pairs.add(new Pair(new String(name.get(), StandardCharsets.ISO_8859_1), value.get()));
    }
    return Optional.of(pairs);
  }

  private static Optional<byte[]> unescaped(String escaped) {
    return Utf8.octets(escaped.getBytes(StandardCharsets.ISO_8859_1), true);
  }
}
