package io.waybill.channel;

import io.waybill.channel.Adapter.Unusable;
import io.waybill.store.AdapterRow;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Reads an adapter's settings and secrets, and says in one sentence what is wrong with them.
final class Settings {
  static final String TIMEOUT = "timeout_seconds";
  private static final int VALUE_MAX = 2_000;
  private static final int TIMEOUT_MAX = 60;

  private final AdapterRow row;

  Settings(AdapterRow row) {
    this.row = row;
  }

  /// Fails if there is a name that the kind does not know, or a value that is too long.
  void knowOnly(Set<String> settings, Set<String> secrets) throws Unusable {
    refuseOthers("setting", row.settings(), with(settings, TIMEOUT));
    refuseOthers("secret", row.secrets(), secrets);
    timeout();
  }

  private static Set<String> with(Set<String> names, String more) {
    Set<String> all = new TreeSet<>(names);
    all.add(more);
    return all;
  }

  private void refuseOthers(String what, Map<String, String> given, Set<String> known)
      throws Unusable {
    for (Map.Entry<String, String> e : given.entrySet()) {
      if (!known.contains(e.getKey())) {
        throw new Unusable(
            "%s is not a %s of kind %s; there are: %s"
                .formatted(
                    e.getKey(),
                    what,
                    row.kind(),
                    known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known))));
      }
      if (e.getValue().length() > VALUE_MAX || e.getValue().isBlank()) {
        throw new Unusable(e.getKey() + " must be 1 to " + VALUE_MAX + " characters");
      }
    }
  }

  String required(String name) throws Unusable {
    String value = row.settings().get(name);
    if (value == null) {
      throw new Unusable("the setting " + name + " is missing");
    }
    return value;
  }

  String or(String name, String usual) {
    return row.settings().getOrDefault(name, usual);
  }

  /// One of these words, the first one if it is not given.
  String oneOf(String name, List<String> words) throws Unusable {
    String word = or(name, words.getFirst());
    if (!words.contains(word)) {
      throw new Unusable(name + " must be one of " + String.join(", ", words));
    }
    return word;
  }

  String secret(String name) throws Unusable {
    String value = row.secrets().get(name);
    if (value == null) {
      throw new Unusable("the secret " + name + " is missing");
    }
    return value;
  }

  /// The secret, or nothing.
  String secretOrEmpty(String name) {
    return row.secrets().getOrDefault(name, "");
  }

  /// An http or https URL with a host, without user, query and fragment; no slash at its end.
  String base(String name, String usual) throws Unusable {
    String written = or(name, usual);
    URI uri = url(name, written);
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new Unusable(name + " must have no query and no fragment");
    }
    return written.endsWith("/") ? written.substring(0, written.length() - 1) : written;
  }

  /// An http or https URL with a host.
  static URI url(String name, String written) throws Unusable {
    try {
      URI uri = new URI(written);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean http = Stream.of("http", "https").anyMatch(scheme::equals);
      if (http && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException notOne) {
      throw new Unusable(name + " is not a URL: " + notOne.getReason());
    }
    throw new Unusable(name + " must be an http or https URL with a host and without a user");
  }

  /// How long a request may take in all; 20 s unless the setting says otherwise.
  Duration timeout() throws Unusable {
    String seconds = or(TIMEOUT, "20");
    if (!seconds.matches("[0-9]{1,3}")
        || Integer.parseInt(seconds) < 1
        || Integer.parseInt(seconds) > TIMEOUT_MAX) {
      throw new Unusable(TIMEOUT + " must be a whole number from 1 to " + TIMEOUT_MAX);
    }
    return Duration.ofSeconds(Integer.parseInt(seconds));
  }
}
