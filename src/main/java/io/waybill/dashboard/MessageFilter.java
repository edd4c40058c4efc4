package io.waybill.dashboard;

import io.waybill.message.State;
import io.waybill.store.MessageReader;
import io.waybill.store.MessageReader.Found;
import io.waybill.store.MessageReader.Query;
import io.waybill.store.Stats;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a list of messages is narrowed down to, as it stands in the address of the page. */
public final class MessageFilter {
  static final int DAYS = 7;

  /** How far back one may look, in days. */
  static final List<Integer> WINDOWS = List.of(1, 7, 30, 90, 400);

  /** The fields of the address, in the order in which they are written there. */
  public static final List<String> NAMES_SHOWN =
      List.of(
          "days",
          "from",
          "until",
          "group",
          "word",
          "recipient",
          "sender",
          "carrier",
          "country",
          "network",
          "error",
          "tag",
          "reference",
          "campaign");

  static final List<String> WORDS =
      List.of(
          "Queued",
          "Sent",
          "Accepted",
          "Delivered",
          "Read",
          "Undelivered",
          "Failed",
          "Rejected",
          "Expired",
          "Unknown");

  static final List<String> GROUPS = List.of("delivered", "sent", "failed", "rejected");

  /** What a carrier has taken, whatever became of it: beside the four groups, for the overview. */
  static final String TAKEN = "taken";

  private static final int LENGTH_MAX = 200;

  /** Shorter is taken for the beginning of a number. */
  private static final int NUMBER_MIN = 8;

  /** Ids may run ahead of the clock a little. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private final Map<String, String> asked = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Instant now;

  /**
   * @param field what the address says under a name, empty for nothing
   * @param isOperator whether carriers may be asked for
   */
  MessageFilter(java.util.function.UnaryOperator<String> field, boolean isOperator, Instant now) {
    this.now = now;
    for (String name : NAMES_SHOWN) {
      String value = field.apply(name);
      if (value.length() > LENGTH_MAX) {
        problems.add(name + " has at most " + LENGTH_MAX + " characters.");
      } else if (!value.isEmpty() && (isOperator || !name.equals("carrier"))) {
        asked.put(name, value);
      }
    }
    check(
        "days",
        v -> WINDOWS.stream().anyMatch(d -> v.equals(d.toString())),
        "must be one of " + WINDOWS);
    check("from", v -> time(v) != null, "must be a moment such as 2026-11-22T09:00:00Z");
    check("until", v -> time(v) != null, "must be a moment such as 2026-11-22T09:00:00Z");
    check(
        "group",
        v -> GROUPS.contains(v) || v.equals(TAKEN),
        "must be one of " + String.join(", ", GROUPS));
    check("word", WORDS::contains, "must be one of " + String.join(", ", WORDS));
    check(
        "recipient",
        v -> digits(v).matches("\\+[0-9]{1,15}"),
        "must be a number such as +37255500001, or how it begins: +372*");
    check("country", v -> v.matches("[A-Za-z]{2}"), "must be two letters such as EE");
    check("error", v -> v.matches("[0-9]{1,3}"), "must be a number from 0 to 999");
  }

  private void check(String name, Predicate<String> rule, String what) {
    String value = asked.get(name);
    if (value != null && !rule.test(value)) {
      problems.add(
          name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + " " + what + ".");
    }
  }

  private static @Nullable Instant time(String written) {
    try {
      return Instant.parse(written);
    } catch (DateTimeException wrong) {
      return null;
    }
  }

  private static String digits(String written) {
    String bare = written.replaceAll("[\\s()*.-]", "");
    return bare.startsWith("+") ? bare : "+" + (bare.startsWith("00") ? bare.substring(2) : bare);
  }

  /** What is asked for under a name; empty: nothing. */
  public String get(String name) {
    return asked.getOrDefault(name, "");
  }

  /** Sentences about what cannot be asked for; empty: all is well. */
  List<String> problems() {
    return problems;
  }

  /** How many days back it looks. */
  public int days() {
    String days = get("days");
    return days.matches("[0-9]{1,3}") ? Integer.parseInt(days) : DAYS;
  }

  /** The next larger window; 0: there is none. */
  public int further() {
    return asked.containsKey("from")
        ? 0
        : WINDOWS.stream().filter(d -> d > days()).findFirst().orElse(0);
  }

  /** Whether anything but the time is narrowed down. */
  public boolean isNarrow() {
    return asked.keySet().stream().anyMatch(name -> !name.equals("days"));
  }

  /** How many of the less usual fields are filled. */
  public long more() {
    return asked.keySet().stream()
        .filter(
            name -> !List.of("days", "group", "word", "recipient", "from", "until").contains(name))
        .count();
  }

  /** As it stands in the address, without the question mark. */
  public String query() {
    return query("", "");
  }

  /** The same with another value under one name; empty: without it. */
  public String query(String name, String value) {
    Map<String, String> other = new LinkedHashMap<>();
    for (String each : NAMES_SHOWN) {
      String old = each.equals(name) ? value : get(each);
      if (!old.isEmpty()) {
        other.put(each, old);
      }
    }
    StringBuilder out = new StringBuilder();
    other.forEach((key, text) ->
        out.append(out.isEmpty() ? "" : "&")
            .append(key)
            .append('=')
            .append(URLEncoder.encode(text, StandardCharsets.UTF_8)));
    return out.toString();
  }

  private @Nullable String maybe(String name) {
    return asked.get(name);
  }

  /** From when on. */
  Instant from() {
    Instant from = time(get("from"));
    return from != null ? from : until().minus(Duration.ofDays(days()));
  }

  /** Until when. */
  Instant until() {
    Instant until = time(get("until"));
    return until != null ? until : now.plus(AHEAD);
  }

  private @Nullable Set<State> states() {
    String group = get("group");
    String word = get("word");
    if (group.isEmpty() && word.isEmpty()) {
      return null;
    }
    Set<State> states = EnumSet.noneOf(State.class);
    for (State state : State.values()) {
      boolean shows = state != State.PLANNED && state != State.UNUSED;
      boolean inGroup =
          group.equals(TAKEN)
              ? Stats.TAKEN.contains(state)
              : group.isEmpty() || state.group().name().equalsIgnoreCase(group);
      if (shows && inGroup && (word.isEmpty() || state.word().equals(word))) {
        states.add(state);
      }
    }
    return states;
  }

  /** Whether the beginning of a number is asked for. */
  private boolean isPrefix() {
    String written = get("recipient");
    return written.endsWith("*") || digits(written).length() - 1 < NUMBER_MIN;
  }

  /** For the store; only if there are no problems. */
  Query read(int account, @Nullable UUID before, int limit) {
    String number = get("recipient").isEmpty() ? null : digits(get("recipient"));
    String error = maybe("error");
    String country = maybe("country");
    return new Query(
        account,
        from().isAfter(until()) ? until() : from(),
        until(),
        before,
        states(),
        number != null && !isPrefix() ? number : null,
        number != null && isPrefix() ? number : null,
        maybe("reference"),
        new MessageReader.Filter(
            maybe("campaign"),
            maybe("tag"),
            maybe("sender"),
            null,
            country == null ? null : country.toUpperCase(Locale.ROOT),
            null,
            error == null ? null : Integer.valueOf(error),
            maybe("carrier"),
            maybe("network")),
        limit);
  }

  /** Whether one that is read by its id belongs to the list. */
  boolean fits(Found found) {
    var e = found.envelope();
    State state = found.message().state();
    Set<State> states = states();
    boolean stands =
        states == null ? state != State.PLANNED && state != State.UNUSED : states.contains(state);
    String number = get("recipient").isEmpty() ? e.recipient() : digits(get("recipient"));
    return stands
        && !e.acceptedAt().isBefore(from())
        && e.acceptedAt().isBefore(until())
        && ((get("recipient").isEmpty() || isPrefix())
            ? e.recipient().startsWith(number)
            : e.recipient().equals(number))
        && is("sender", e.sender())
        && is("carrier", e.carrier())
        && (get("country").isEmpty() || get("country").equalsIgnoreCase(e.country()))
        && is("network", e.network())
        && is("error", Integer.toString(found.message().err()))
        && (get("tag").isEmpty() || e.extras().tags().contains(get("tag")))
        && is("reference", e.reference())
        && is("campaign", e.extras().campaign());
  }

  private boolean is(String name, @Nullable String value) {
    return get(name).isEmpty() || get(name).equals(value);
  }
}
