package io.waybill.dashboard;

import io.waybill.store.Campaign;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The form that people send from, as it was filled in.
 *
 * @param source where the recipients come from: one of {@link #SOURCES}, the last of which is the
 *     list of a draft
 * @param when {@code now} or {@code later}
 * @param at date and time without a zone, as a browser writes it
 */
public record SendForm(
    String id,
    String source,
    String number,
    String pasted,
    String country,
    String sender,
    String text,
    String autoconvert,
    String name,
    String when,
    String at,
    String zone,
    String priority) {
  private static final List<String> SOURCES = List.of("one", "paste", "file", "kept");
  private static final List<String> MODES = List.of("on", "full", "off");
  private static final List<String> PRIORITIES = List.of("regular", "high", "low");
  private static final int NAME_MAX = 100;
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm", Locale.ROOT);
  private static final DateTimeFormatter NAMED =
      DateTimeFormatter.ofPattern("d MMM, HH:mm:ss", Locale.ENGLISH);

  /** An empty one. */
  static SendForm empty(String sender, ZoneId zone) {
    return new SendForm(
        UUID.randomUUID().toString(),
        "one",
        "",
        "",
        "",
        sender,
        "",
        "on",
        "",
        "now",
        "",
        zone.getId(),
        "regular");
  }

  /** Of a draft, with its list left where it is. */
  static SendForm of(Campaign draft) {
    Campaign.Content c = draft.content();
    Instant time = c.timeToSend();
    return new SendForm(
        draft.id().toString(),
        "kept",
        "",
        "",
        c.country(),
        c.sender(),
        draft.text() == null ? "" : draft.text(),
        c.autoconvert(),
        c.name(),
        time == null ? "now" : "later",
        time == null ? "" : LOCAL.format(time.atZone(ZoneId.of(c.zone()))),
        c.zone(),
        c.priority());
  }

  /** As it was sent. */
  static SendForm read(Visit visit) {
    return new SendForm(
        visit.field("id"),
        visit.field("source"),
        visit.field("number"),
        visit.raw("pasted"),
        visit.field("country"),
        visit.field("sender"),
        // Browsers write line ends as two characters, which would cost one more each.
        visit.raw("text").replace("\r\n", "\n"),
        visit.field("autoconvert"),
        visit.field("name"),
        visit.field("when"),
        visit.field("at"),
        visit.field("zone"),
        visit.field("priority"));
  }

  /** The campaign's id, made with the form; empty if it is none. */
  Optional<UUID> uuid() {
    return CampaignPages.id(id);
  }

  /** What the campaign is called if nobody names it. */
  String called(Times times) {
    return name.isEmpty()
        ? (source.equals("one") ? "Message of " : "List of ")
            + NAMED.format(times.now().atZone(times.zone()))
        : name;
  }

  /** How it is to be sent. */
  Campaign.Content content(Times times, @Nullable Instant time) {
    return new Campaign.Content(
        called(times), sender, autoconvert, priority, time, zone, country, -1);
  }

  /** What of it cannot be; null: nothing. */
  @Nullable String problem() {
    if (uuid().isEmpty()
        || !SOURCES.contains(source)
        || !MODES.contains(autoconvert)
        || !PRIORITIES.contains(priority)
        || !List.of("now", "later").contains(when)
        || !country.matches("([A-Z]{2})?")) {
      return "This form is not whole: reload the page and fill it in again.";
    }
    if (name.length() > NAME_MAX || name.chars().anyMatch(Character::isISOControl)) {
      return "The name has at most %d characters.".formatted(NAME_MAX);
    }
    if (text.isEmpty()) {
      return "Write a text.";
    }
    return ProfilePages.zone(zone).isEmpty() ? "Choose one of the time zones in the list." : null;
  }

  /** When it is to be sent. */
  sealed interface Time {
    /** Then; null: at once. */
    record Good(@Nullable Instant at) implements Time {}

    /** At no moment that there is. */
    record Bad(String why) implements Time {}
  }

  /** Reads the time, in its zone. */
  Time time(Instant now) {
    if (when.equals("now")) {
      return new Time.Good(null);
    }
    LocalDateTime local;
    try {
      local = LocalDateTime.parse(at);
    } catch (DateTimeException wrong) {
      return new Time.Bad("Choose a date and a time to send at.");
    }
    ZoneId in = ZoneId.of(zone);
    if (in.getRules().getValidOffsets(local).isEmpty()) {
      return new Time.Bad(
          "There is no %s on that day in %s: clocks go forward. Choose another time."
              .formatted(local.toLocalTime(), zone));
    }
    Instant at = ZonedDateTime.of(local, in).toInstant();
    if (!at.isAfter(now)) {
      return new Time.Bad("That time is over: choose a later one, or send now.");
    }
    return at.isAfter(now.plus(io.waybill.accept.SendRequest.HORIZON))
        ? new Time.Bad(
            "At most %d days ahead: choose an earlier time."
                .formatted(io.waybill.accept.SendRequest.HORIZON.toDays()))
        : new Time.Good(at);
  }
}
