package io.waybill.ops;

import static java.util.stream.Collectors.joining;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.event.Level;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// What the value of a key may be: how it is read, and how its bounds are told to a person.
sealed interface ConfigKind<T> {

  /// A value that was read, or what to change so that it can be.
  sealed interface Reading<T> {
    record Value<T>(T value) implements Reading<T> {}

    record Wrong<T>(String problem) implements Reading<T> {}
  }

  Class<T> type();

  Reading<T> read(ScalarNode node);

  /// The values that are allowed, as the end of the sentence "write …".
  String allowed();

  /// Whether a list of scalars is read as one scalar, joined by commas.
  default boolean takesList() {
    return false;
  }

  default Reading<T> wrong(ScalarNode node) {
    return new Reading.Wrong<>("write " + allowed() + ", not \"" + shortened(node) + "\"");
  }

  private static String shortened(ScalarNode node) {
    String text = node.getValue();
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  /// A whole number; the unit is for people (`bytes`, `connections`).
  record WholeNumber(int min, int max, String unit) implements ConfigKind<Integer> {
    @Override
    public Class<Integer> type() {
      return Integer.class;
    }

    @Override
    public Reading<Integer> read(ScalarNode node) {
      if (!node.getTag().equals(Tag.INT) || !node.getValue().matches("-?\\d{1,18}")) {
        return wrong(node);
      }
      long value = Long.parseLong(node.getValue());
      return value < min || value > max ? wrong(node) : new Reading.Value<>((int) value);
    }

    @Override
    public String allowed() {
      String what = unit.isEmpty() ? "a whole number" : "a whole number of " + unit;
      return what + " from " + min + " to " + max;
    }
  }

  record YesOrNo() implements ConfigKind<Boolean> {
    @Override
    public Class<Boolean> type() {
      return Boolean.class;
    }

    @Override
    public Reading<Boolean> read(ScalarNode node) {
      return node.getTag().equals(Tag.BOOL)
          ? new Reading.Value<>(node.getValue().toLowerCase(Locale.ROOT).equals("true"))
          : wrong(node);
    }

    @Override
    public String allowed() {
      return "true or false";
    }
  }

  /// A length of time: a whole number and one of the units ms, s, m, h, d (a day is 24 hours).
  record Period(Duration min, Duration max) implements ConfigKind<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    @Override
    public Class<Duration> type() {
      return Duration.class;
    }

    @Override
    public Reading<Duration> read(ScalarNode node) {
      Matcher form = FORM.matcher(node.getValue());
      if (!form.matches()) {
        return wrong(node);
      }
      long count = Long.parseLong(form.group(1));
      Duration value =
          switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          };
      boolean within = value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
      return within ? new Reading.Value<>(value) : wrong(node);
    }

    @Override
    public String allowed() {
      return "a duration from %s to %s, such as 500ms, 5s, 2m, 6h or 3d"
          .formatted(text(min), text(max));
    }

    /// The duration in the largest unit that gives a whole number.
    static String text(Duration duration) {
      long ms = duration.toMillis();
      if (ms % 1000 != 0 || ms == 0) {
        return ms + "ms";
      }
      long s = ms / 1000;
      if (s % 86_400 == 0) {
        return s / 86_400 + "d";
      }
      if (s % 3600 == 0) {
        return s / 3600 + "h";
      }
      return s % 60 == 0 ? s / 60 + "m" : s + "s";
    }
  }

  /// Text of a given form; `rule` says the form to a person.
  record Text(Pattern form, String rule) implements ConfigKind<String> {
    @Override
    public Class<String> type() {
      return String.class;
    }

    @Override
    public Reading<String> read(ScalarNode node) {
      if (!node.getTag().equals(Tag.STR)) {
        return new Reading.Wrong<>("write it in quotes: \"" + node.getValue() + "\"");
      }
      return form.matcher(node.getValue()).matches()
          ? new Reading.Value<>(node.getValue())
          : wrong(node);
    }

    @Override
    public String allowed() {
      return rule;
    }
  }

  /// A file or directory; what is relative is taken from the working directory.
  record Location() implements ConfigKind<Path> {
    @Override
    public Class<Path> type() {
      return Path.class;
    }

    @Override
    public Reading<Path> read(ScalarNode node) {
      if (!node.getTag().equals(Tag.STR) || node.getValue().isBlank()) {
        return wrong(node);
      }
      try {
        return new Reading.Value<>(Path.of(node.getValue()));
      } catch (InvalidPathException impossible) {
        return wrong(node);
      }
    }

    @Override
    public String allowed() {
      return "a path";
    }
  }

  record LogLevel() implements ConfigKind<Level> {
    @Override
    public Class<Level> type() {
      return Level.class;
    }

    @Override
    public Reading<Level> read(ScalarNode node) {
      for (Level level : Level.values()) {
        if (level.name().toLowerCase(Locale.ROOT).equals(node.getValue())) {
          return new Reading.Value<>(level);
        }
      }
      return wrong(node);
    }

    @Override
    public String allowed() {
      return "one of error, warn, info, debug, trace";
    }
  }

  /// What a list of addresses is read as.
  record Ranges(List<AddressRange> all) {
    public Ranges {
      all = List.copyOf(all);
    }
  }

  /// Addresses and ranges of addresses, separated by commas or as a list.
  record AddressRanges(int max) implements ConfigKind<Ranges> {
    @Override
    public Class<Ranges> type() {
      return Ranges.class;
    }

    @Override
    public boolean takesList() {
      return true;
    }

    @Override
    public Reading<Ranges> read(ScalarNode node) {
      if (node.getValue().isBlank()) {
        return new Reading.Value<>(new Ranges(List.of()));
      }
      try {
        List<AddressRange> ranges =
            Stream.of(node.getValue().split(",", -1))
                .map(String::strip)
                .map(AddressRange::of)
                .toList();
        return ranges.size() > max ? wrong(node) : new Reading.Value<>(new Ranges(ranges));
      } catch (IllegalArgumentException wrong) {
        return new Reading.Wrong<>(String.valueOf(wrong.getMessage()));
      }
    }

    @Override
    public String allowed() {
      return "at most " + max + " addresses or ranges such as 192.0.2.0/24, separated by commas";
    }
  }

  /// What a list of name servers is read as.
  record NameServers(List<NameServer> all) {
    public NameServers {
      all = List.copyOf(all);
    }
  }

  /// DNS servers, separated by commas or as a list.
  record NameServerList(int max) implements ConfigKind<NameServers> {
    @Override
    public Class<NameServers> type() {
      return NameServers.class;
    }

    @Override
    public boolean takesList() {
      return true;
    }

    @Override
    public Reading<NameServers> read(ScalarNode node) {
      if (node.getValue().isBlank()) {
        return new Reading.Value<>(new NameServers(List.of()));
      }
      try {
        List<NameServer> servers =
            Stream.of(node.getValue().split(",", -1))
                .map(String::strip)
                .map(NameServer::of)
                .toList();
        return servers.size() > max ? wrong(node) : new Reading.Value<>(new NameServers(servers));
      } catch (IllegalArgumentException wrong) {
        return new Reading.Wrong<>(String.valueOf(wrong.getMessage()));
      }
    }

    @Override
    public String allowed() {
      return "at most " + max + " name servers such as 192.0.2.53:53, separated by commas";
    }
  }

  /// One of the words of an enum, in lower case with dashes.
  record OneOf<E extends Enum<E>>(Class<E> type) implements ConfigKind<E> {
    @Override
    public Reading<E> read(ScalarNode node) {
      for (E value : type.getEnumConstants()) {
        if (word(value).equals(node.getValue())) {
          return new Reading.Value<>(value);
        }
      }
      return wrong(node);
    }

    @Override
    public String allowed() {
      return "one of " + Stream.of(type.getEnumConstants()).map(OneOf::word).collect(joining(", "));
    }

    private static String word(Enum<?> value) {
      return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
