package io.waybill.command;

import io.waybill.accept.CallbackUrls;
import io.waybill.accept.Senders;
import io.waybill.account.KeySettings;
import io.waybill.account.Rights;
import io.waybill.account.Scope;
import io.waybill.ops.AddressRange;
import io.waybill.store.AdminStore.Refused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a person may say about a key; what is not said stays as it is. */
final class KeyOptions {
  private static final Pattern PERIOD = Pattern.compile("(\\d{1,6})([smhd])");
  private static final Set<String> AUTOCONVERTS = Set.of("on", "full", "off");
  private static final Duration OVERLAP_MAX = Duration.ofDays(30);

  @Option(
      names = "--scopes",
      paramLabel = "SCOPE[,SCOPE]",
      description = "what may be done with it: send, read, admin (a new key: send,read)")
  private @Nullable String scopes;

  @Option(
      names = "--allow",
      paramLabel = "ADDRESS[,ADDRESS]",
      description =
          "addresses or ranges it may be used from, as 192.0.2.0/24 or 2001:db8::/32, at most 100;"
              + " 0.0.0.0/0 is everywhere (a new key: everywhere)")
  private @Nullable String allow;

  @Option(names = "--sender", description = "sender where a request names none; \"\" removes it")
  private @Nullable String sender;

  @Option(
      names = "--dlr-url",
      description = "callback URL where a request names none; \"\" removes it")
  private @Nullable String dlrUrl;

  @Option(names = "--autoconvert", description = "on, full or off (a new key: on)")
  private @Nullable String autoconvert;

  @Option(
      names = "--strict-schema",
      paramLabel = "true|false",
      description =
          "leave to and omnimessage_id out of statuses[], for client libraries of 2023 that"
              + " stumble over them (a new key: false)")
  private @Nullable String strictSchema;

  @Option(
      names = "--expires",
      paramLabel = "WHEN",
      description =
          "2027-06-30 (its first moment in UTC), 2027-06-30T12:00:00Z, 90d from now, or never")
  private @Nullable String expires;

  @Option(
      names = "--rate",
      paramLabel = "NUMBER",
      description =
          "most requests a second, 0 for no bound, or default for what the configuration says")
  private @Nullable String rate;

  boolean nothingGiven() {
    return scopes == null
        && allow == null
        && sender == null
        && dlrUrl == null
        && autoconvert == null
        && strictSchema == null
        && expires == null
        && rate == null;
  }

  /** The settings with what was said. */
  KeySettings on(KeySettings before) throws Refused {
    return checked().apply(before);
  }

  /** What was said, as a change; everything in it is right. */
  UnaryOperator<KeySettings> checked() throws Refused {
    Optional<Set<Scope>> newScopes = optional("--scopes", scopes, KeyOptions::scopes);
    Optional<List<AddressRange>> newAllowed = optional("--allow", allow, KeyOptions::ranges);
    Optional<String> newSender = optional("--sender", sender, KeyOptions::sender);
    Optional<String> newUrl = optional("--dlr-url", dlrUrl, KeyOptions::url);
    Optional<String> mode = optional("--autoconvert", autoconvert, KeyOptions::autoconvert);
    Optional<Boolean> strict = optional("--strict-schema", strictSchema, KeyOptions::yesOrNo);
    Optional<Optional<Instant>> end = optional("--expires", expires, KeyOptions::moment);
    Optional<Optional<Integer>> bound = optional("--rate", rate, KeyOptions::rate);
    return before ->
        new KeySettings(
            newSender.map(s -> s.isEmpty() ? null : s).orElse(keep(newSender, before.sender())),
            newUrl.map(s -> s.isEmpty() ? null : s).orElse(keep(newUrl, before.dlrUrl())),
            mode.orElse(before.autoconvert()),
            strict.orElse(before.strictSchema()),
            new Rights(
                newScopes.orElse(before.rights().scopes()),
                newAllowed.orElse(before.rights().allowed()),
                end.isPresent() ? end.get().orElse(null) : before.rights().expiresAt(),
                bound.isPresent()
                    ? bound.get().orElse(null)
                    : before.rights().requestsPerSecond()));
  }

  private static @Nullable String keep(Optional<String> said, @Nullable String before) {
    return said.isPresent() ? null : before;
  }

  /** When something ends; empty: never. */
  static Optional<Instant> expiry(String text) throws Refused {
    return optional("--expires", text, KeyOptions::moment).orElseThrow();
  }

  /** How long two passwords hold. */
  static Duration overlap(String text) throws Refused {
    Duration overlap = text.equals("0") ? Duration.ZERO : period(text).orElse(null);
    if (overlap == null || overlap.compareTo(OVERLAP_MAX) > 0) {
      throw new Refused("--overlap: write 0, or a duration up to 30d such as 30m, 24h or 7d");
    }
    return overlap;
  }

  private interface Reader<T> {
    /** Throws IllegalArgumentException with what to write instead. */
    T read(String text);
  }

  private static <T> Optional<T> optional(String option, @Nullable String text, Reader<T> reader)
      throws Refused {
    try {
      return text == null ? Optional.empty() : Optional.of(reader.read(text.strip()));
    } catch (IllegalArgumentException wrong) {
      throw new Refused(option + ": " + wrong.getMessage());
    }
  }

  private static Set<Scope> scopes(String text) {
    return Scope.of(text.isEmpty() ? List.of() : List.of(text.split(",", -1)));
  }

  private static List<AddressRange> ranges(String text) {
    List<AddressRange> ranges =
        text.isEmpty()
            ? List.of()
            : List.of(text.split(",", -1)).stream()
                .map(one -> AddressRange.of(one.strip()))
                .distinct()
                .toList();
    if (ranges.size() > Rights.ALLOWED_MAX) {
      throw new IllegalArgumentException("at most " + Rights.ALLOWED_MAX + " ranges: merge some");
    }
    return ranges;
  }

  private static String sender(String text) {
    if (!text.isEmpty() && !Senders.isWellFormed(text)) {
      throw new IllegalArgumentException(Senders.RULE);
    }
    return text;
  }

  private static String url(String text) {
    if (!text.isEmpty()) {
      CallbackUrls.fault(text)
          .ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
          });
    }
    return text;
  }

  private static String autoconvert(String text) {
    if (!AUTOCONVERTS.contains(text)) {
      throw new IllegalArgumentException("write on, full or off");
    }
    return text;
  }

  private static Boolean yesOrNo(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("write true or false");
    };
  }

  private static Optional<Integer> rate(String text) {
    if (text.equals("default")) {
      return Optional.empty();
    }
    int max = Rights.REQUESTS_PER_SECOND_MAX;
    if (!text.matches("\\d{1,6}") || Integer.parseInt(text) > max) {
      throw new IllegalArgumentException("write default, or a whole number from 0 to " + max);
    }
    return Optional.of(Integer.parseInt(text));
  }

  private static Optional<Instant> moment(String text) {
    if (text.equals("never")) {
      return Optional.empty();
    }
    Instant now = Clock.systemUTC().instant();
    Instant moment;
    try {
      moment =
          text.matches("\\d{4}-\\d\\d-\\d\\d")
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : period(text).map(now::plus).orElseGet(() -> Instant.parse(text));
    } catch (DateTimeParseException wrong) {
      throw new IllegalArgumentException(
          "write a date such as 2027-06-30, a moment such as 2027-06-30T12:00:00Z, a duration such"
              + " as 90d, or never",
          wrong);
    }
    if (!moment.isAfter(now)) {
      throw new IllegalArgumentException(
          moment + " is over: write a moment ahead, or use waybill key disable");
    }
    return Optional.of(moment);
  }

  private static Optional<Duration> period(String text) {
    Matcher form = PERIOD.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(form.group(1));
    return Optional.of(
        switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        });
  }
}
