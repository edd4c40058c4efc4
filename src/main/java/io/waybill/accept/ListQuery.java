package io.waybill.accept;

import io.waybill.http.Fault;
import io.waybill.http.Fault.Code;
import io.waybill.http.Query;
import io.waybill.message.State;
import io.waybill.store.MessageReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The parameters of `GET /api/v1/messages`. A name we do not know is refused: a filter with a slip
/// of the pen must not list everything.
final class ListQuery {
  static final int LIMIT_DEFAULT = 50;
  static final int LIMIT_MAX = 500;
  static final Duration WINDOW = Duration.ofDays(7);

  /// Without `until` the window ends a little later than now: ids may run ahead of the clock.
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private static final Set<String> NAMES =
      new TreeSet<>(
          Set.of(
              "limit",
              "cursor",
              "from",
              "until",
              "state",
              "group",
              "recipient",
              "reference",
              "campaign",
              "tag",
              "sender",
              "channel",
              "country",
              "key",
              "err"));

  private static final int WORD_MAX = 100;

  private final Query query;
  private final List<Fault> faults = new ArrayList<>();

  private ListQuery(Query query) {
    this.query = query;
  }

  /// What reading the parameters comes to.
  sealed interface Read {
    record Good(MessageReader.Query query) implements Read {}

    /// Everything that is wrong; never empty.
    record Bad(List<Fault> faults) implements Read {
      public Bad {
        faults = List.copyOf(faults);
      }
    }
  }

  static Read read(Query query, int accountId, Instant now) {
    return new ListQuery(query).read(accountId, now);
  }

  /// The opaque form of "after this one".
  static String cursor(UUID last) {
    byte[] octets =
        ByteBuffer.allocate(16)
            .putLong(last.getMostSignificantBits())
            .putLong(last.getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  private Read read(int accountId, Instant now) {
    query.names().stream()
        .filter(name -> !NAMES.contains(name))
        .forEach(name -> wrong(name, "is not known here; known are " + String.join(", ", NAMES)));
    Instant until = one("until", ListQuery::time, "must be an ISO 8601 date and time");
    Instant from = one("from", ListQuery::time, "must be an ISO 8601 date and time");
    Instant end = until == null ? now.plus(AHEAD) : until;
    Instant start = from == null ? end.minus(WINDOW) : from;
    if (start.isAfter(end)) {
      wrong("from", "must not be after until");
    }
    String recipient = one("recipient", ListQuery::phone, "must be a possible phone number");
    String reference =
        one("reference", ListQuery::reference, "must be 1 to 200 characters without U+0000");
    Integer limit = one("limit", ListQuery::limit, "must be a whole number from 1 to " + LIMIT_MAX);
    UUID before = one("cursor", ListQuery::id, "must be next_cursor of the page before");
    Set<State> states = both(groups(), states());
    MessageReader.Filter filter = filter();
    if (!faults.isEmpty()) {
      return new Read.Bad(faults);
    }
    return new Read.Good(
        new MessageReader.Query(
            accountId,
            start,
            end,
            before,
            states,
            recipient,
            null,
            reference,
            filter,
            limit == null ? LIMIT_DEFAULT : limit));
  }

  private <T> @Nullable T one(String name, Function<String, Optional<T>> form, String rule) {
    List<String> values = query.all(name);
    if (values.isEmpty()) {
      return null;
    }
    Optional<T> value = values.size() > 1 ? Optional.empty() : form.apply(values.getFirst());
    if (value.isEmpty()) {
      wrong(name, values.size() > 1 ? "must be given once" : rule);
    }
    return value.orElse(null);
  }

  private MessageReader.Filter filter() {
    String rule = "must be 1 to " + WORD_MAX + " characters without line breaks";
    return new MessageReader.Filter(
        one("campaign", ListQuery::word, rule),
        one("tag", ListQuery::word, rule),
        one("sender", ListQuery::word, rule),
        one("channel", ListQuery::channel, "must be one of " + SendReader.CHANNELS),
        one("country", ListQuery::country, "must be two letters (ISO 3166), as EE"),
        one("key", ListQuery::word, rule),
        one("err", ListQuery::err, "must be a number from 0 to 999"),
        null,
        null);
  }

  /// Filters narrow: what is in both. Null means all.
  private static @Nullable Set<State> both(@Nullable Set<State> a, @Nullable Set<State> b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    Set<State> both = EnumSet.copyOf(a);
    both.retainAll(b);
    return both;
  }

  private @Nullable Set<State> groups() {
    Set<State> states = EnumSet.noneOf(State.class);
    for (String value : query.all("group")) {
      int before = states.size();
      Stream.of(State.values())
          .filter(s -> s != State.PLANNED && s != State.UNUSED)
          .filter(s -> s.group().name().toLowerCase(Locale.ROOT).equals(value))
          .forEach(states::add);
      if (states.size() == before) {
        wrong("group", "must be delivered, sent, failed or rejected, each once");
      }
    }
    return states.isEmpty() ? null : states;
  }

  private @Nullable Set<State> states() {
    Set<State> states = EnumSet.noneOf(State.class);
    for (String value : query.all("state")) {
      for (String word : value.split(",", -1)) {
        Optional<State> state = state(word);
        if (state.isEmpty()) {
          wrong("state", "must be names of states, as queued or delivered");
          return states;
        }
        states.add(state.get());
      }
    }
    return states.isEmpty() ? null : states;
  }

  private static Optional<State> state(String word) {
    for (State state : State.values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  /// An unescaped + of a zone or a number arrives as a blank.
  private static Optional<Instant> time(String written) {
    return Times.read(written.replace(' ', '+'));
  }

  private static Optional<String> phone(String written) {
    return Numbers.read(written.strip()).map(Numbers.Phone::e164);
  }

  private static Optional<String> reference(String written) {
    boolean fits =
        !written.isEmpty()
            && written.length() <= SendRequest.REFERENCE_MAX
            && written.indexOf(0) < 0;
    return fits ? Optional.of(written) : Optional.empty();
  }

  private static Optional<String> word(String written) {
    boolean fits =
        !written.isBlank()
            && written.length() <= WORD_MAX
            && written.chars().noneMatch(Character::isISOControl);
    return fits ? Optional.of(written) : Optional.empty();
  }

  private static Optional<String> channel(String written) {
    return SendReader.CHANNELS.contains(written) ? Optional.of(written) : Optional.empty();
  }

  private static Optional<String> country(String written) {
    return written.matches("[A-Za-z]{2}")
        ? Optional.of(written.toUpperCase(Locale.ROOT))
        : Optional.empty();
  }

  private static Optional<Integer> err(String written) {
    return written.matches("[0-9]{1,3}") ? Optional.of(Integer.valueOf(written)) : Optional.empty();
  }

  private static Optional<Integer> limit(String written) {
    return written.matches("[1-9][0-9]{0,2}") && Integer.parseInt(written) <= LIMIT_MAX
        ? Optional.of(Integer.valueOf(written))
        : Optional.empty();
  }

  private static Optional<UUID> id(String cursor) {
    if (cursor.length() != 22) {
      return Optional.empty();
    }
    try {
      ByteBuffer octets = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      return Optional.of(new UUID(octets.getLong(), octets.getLong()));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private void wrong(String name, String problem) {
    String shown = name.length() > 40 ? name.substring(0, 40) : name;
    if (faults.size() < 20) {
      faults.add(new Fault(Code.INVALID, shown + " " + problem + ".", shown));
    }
  }
}
