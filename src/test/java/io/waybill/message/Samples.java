package io.waybill.message;

import io.waybill.message.Event.OnUncertain;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A one-part message in each state, by each path that matters, and each event in each variant. */
final class Samples {
  static final UUID ID = Ids.message(Ids.omni(1_767_614_400_000L, 7, 0x1230L), 1);
  static final Instant START = Instant.parse("2026-01-05T12:00:00Z");
  static final Instant NOW = START.plus(Duration.ofMinutes(10));
  static final Instant DUE = START.plus(Duration.ofHours(1));
  static final Instant VALID_UNTIL = START.plus(Duration.ofHours(6));
  static final Instant FINAL_BY = START.plus(Duration.ofHours(30));

  private Samples() {}

  static Acceptance acceptance(int parts, @Nullable Instant timeToSend, @Nullable String link) {
    return new Acceptance(
        ID,
        START,
        parts,
        timeToSend,
        VALID_UNTIL,
        FINAL_BY,
        true,
        link,
        Acceptance.Place.ALONE,
        Map.of());
  }

  static Story scheduled() {
    return Story.of(acceptance(1, DUE, null));
  }

  /** One of a chain, by whether it is the first and whether it is the last. */
  static Story inChain(boolean first, boolean last, @Nullable String link) {
    return Story.of(
        new Acceptance(
            ID,
            START,
            1,
            null,
            VALID_UNTIL,
            FINAL_BY,
            true,
            link,
            new Acceptance.Place(first, last),
            Map.of()));
  }

  static Story planned() {
    return inChain(false, true, null);
  }

  static Story queued(int parts) {
    return Story.of(acceptance(parts, null, null));
  }

  static Story submitting(int parts) {
    return Story.of(acceptance(parts, null, "link-a"));
  }

  /** Every part taken by the carrier, under the ids id-1, id-2, … */
  static Story sent(int parts) {
    Story story = submitting(parts);
    for (int part = 1; part <= parts; part++) {
      story.on(taken(part));
    }
    return story;
  }

  static Event taken(int part) {
    return new Event.Taken(NOW, part, 1, "id-" + part);
  }

  static Event receipt(int part, Receipt.Word word) {
    return new Event.ReceiptCame(
        NOW, part, new Receipt(word, "000", "id-" + part, "id:id-" + part + " stat:" + word));
  }

  static Event told(int report, int attempt) {
    return new Event.Told(
        NOW, report, attempt, attempt > 1, new Event.Answer(true, 200, null, 12, null));
  }

  static Event toldInVain(int report, int attempt) {
    return new Event.Told(
        NOW,
        report,
        attempt,
        attempt > 1,
        new Event.Answer(false, 500, null, 12, NOW.plusSeconds(5)));
  }

  static Event givenUp(int report, int attempt) {
    return new Event.Told(
        NOW,
        report,
        attempt,
        attempt > 1,
        new Event.Answer(false, 0, "connection refused", 12, null));
  }

  /** By name: the state, with a star where it is our own verdict and a carrier's exists as well. */
  static Map<String, Message> messages() {
    Map<String, Message> all = new LinkedHashMap<>();
    all.put("PLANNED", planned().message());
    all.put("SCHEDULED", scheduled().message());
    all.put("QUEUED", queued(1).message());
    all.put("SUBMITTING", submitting(1).message());
    all.put("SENT", sent(1).message());
    all.put("ACCEPTED", sent(1).on(receipt(1, Receipt.Word.ACCEPTD)).message());
    all.put("UNCLEAR", sent(1).on(receipt(1, Receipt.Word.UNKNOWN)).message());
    all.put("DELIVERED", sent(1).on(receipt(1, Receipt.Word.DELIVRD)).message());
    all.put("READ", sent(1).on(new Event.Seen(NOW)).message());
    all.put("UNDELIVERED", sent(1).on(receipt(1, Receipt.Word.UNDELIV)).message());
    all.put("FAILED", queued(1).on(new Event.CannotSend(NOW, 9, "no route")).message());
    all.put("REJECTED", sent(1).on(receipt(1, Receipt.Word.REJECTD)).message());
    all.put("REJECTED*", queued(1).on(new Event.RejectedByUs(NOW, 8, "blacklist")).message());
    all.put("REFUSED", submitting(1).on(new Event.Refused(NOW, 1, 1, 0x0B)).message());
    all.put("EXPIRED", sent(1).on(receipt(1, Receipt.Word.EXPIRED)).message());
    all.put("EXPIRED*", queued(1).on(new Event.TimePassed(VALID_UNTIL)).message());
    all.put("CANCELLED", sent(1).on(receipt(1, Receipt.Word.DELETED)).message());
    all.put("CANCELLED*", queued(1).on(new Event.CancelAsked(NOW)).message());
    all.put("UNKNOWN", sent(1).on(new Event.TimePassed(FINAL_BY)).message());
    all.put("UNUSED", planned().on(new Event.NotNeeded(NOW)).message());
    return all;
  }

  static Map<String, Event> events() {
    Map<String, Event> all = new LinkedHashMap<>();
    all.put("claimed", new Event.Claimed(NOW, "link-b"));
    all.put("claimed when due", new Event.Claimed(DUE, "link-b"));
    all.put("claimed too late", new Event.Claimed(VALID_UNTIL, "link-b"));
    all.put("taken", new Event.Taken(NOW, 1, 1, "another-id"));
    all.put("put off", new Event.PutOff(NOW, 1, 1, 0x58, NOW.plusSeconds(1)));
    all.put("refused", new Event.Refused(NOW, 1, 1, 0x0B));
    all.put("declined", new Event.Declined(NOW, 1, 1, 3, "not on this channel"));
    for (OnUncertain policy : OnUncertain.values()) {
      Event event = new Event.Uncertain(NOW, 1, 1, "no answer", policy, NOW.plusSeconds(1));
      all.put("uncertain, " + policy, event);
    }
    all.put("returned", new Event.Returned(NOW, 1, 1, "link closed", NOW.plusSeconds(1)));
    for (OnUncertain policy : OnUncertain.values()) {
      all.put("owner died, " + policy, new Event.OwnerDied(NOW, policy));
    }
    for (Receipt.Word word : Receipt.Word.values()) {
      all.put("receipt " + word, receipt(1, word));
    }
    all.put("seen", new Event.Seen(NOW));
    all.put("clock: nothing due", new Event.TimePassed(NOW));
    all.put("clock: time to send", new Event.TimePassed(DUE));
    all.put("clock: validity over", new Event.TimePassed(VALID_UNTIL));
    all.put("clock: deadline over", new Event.TimePassed(FINAL_BY));
    all.put("turn came", new Event.TurnCame(NOW, Duration.between(START, NOW)));
    all.put(
        "turn came without credit",
        new Event.TurnCame(NOW, Duration.between(START, NOW)).against(Objection.NO_CREDIT));
    all.put("turn came too early", new Event.TurnCame(NOW, Duration.ofHours(1), DUE, null));
    all.put("not needed", new Event.NotNeeded(NOW));
    all.put("cancel asked", new Event.CancelAsked(NOW));
    all.put("rejected by us", new Event.RejectedByUs(NOW, 4, "no credit"));
    all.put("cannot send", new Event.CannotSend(NOW, 9, "no route"));
    all.put("told", told(1, 1));
    all.put("told in vain", toldInVain(1, 1));
    all.put("telling given up", givenUp(1, 1));
    Entry.Report first = new Entry.Report(1, Status.ACK, 0, NOW, false);
    all.put("told again", new Event.TellAgainAsked(NOW, java.util.List.of(first)));
    return all;
  }
}
