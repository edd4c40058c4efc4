package io.waybill.dispatch;

import io.waybill.carrier.Outgoing;
import io.waybill.carrier.Ticket;
import io.waybill.routing.Dialect;
import io.waybill.smpp.ShortMessage;
import io.waybill.store.Envelope;
import io.waybill.store.Steps.Submission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be written for a submission, as its carrier wants it. */
final class Tickets {
  private static final String TAG = "tag:";

  private Tickets() {}

  /**
   * A ticket for each part, or one for all of them.
   *
   * @param account the sender's name
   * @throws IllegalArgumentException with a reason for people, if it cannot be written
   */
  static List<Ticket> of(Submission s, String text, Dialect dialect, String account, Instant now) {
    Envelope e = s.envelope();
    List<Integer> parts = s.submit().parts();
    boolean all = parts.size() == s.parts();
    List<ShortMessage> pdus =
        Outgoing.of(
            new Outgoing.Letter(
                e.sender(),
                e.recipient(),
                new Outgoing.Content(text, e.udh(), e.extras().messageClass(), e.extras().binary()),
                s.parts(),
                reference(e),
                now,
                s.validUntil(),
                e.priority() == 0,
                name -> field(e, account, name)),
            dialect,
            all);
    if (pdus.size() < s.parts()) {
      return List.of(ticket(s, 1, s.parts(), pdus.getFirst()));
    }
    List<Ticket> tickets = new ArrayList<>(parts.size());
    for (int part : parts) {
      tickets.add(ticket(s, part, 1, pdus.get(part - 1)));
    }
    return tickets;
  }

  private static Ticket ticket(Submission s, int part, int parts, ShortMessage pdu) {
    return new Ticket(
        s.envelope().id(),
        part,
        parts,
        s.submit().attempt(),
        s.validUntil(),
        s.envelope().recipient(),
        pdu);
  }

  /** The octet chosen at acceptance, below one that follows from the id. */
  private static int reference(Envelope e) {
    return ((int) (e.id().getLeastSignificantBits() & 0xFF) << 8) | (e.concatReference() & 0xFF);
  }

  /** What {@link io.waybill.routing.VendorTlv} may name. */
  private static String field(Envelope e, String account, String name) {
    if (name.startsWith(TAG)) {
      String key = name.substring(TAG.length()) + "=";
      return e.extras().tags().stream()
          .filter(tag -> tag.startsWith(key))
          .map(tag -> tag.substring(key.length()))
          .findFirst()
          .orElse("");
    }
    return switch (name) {
      case "sender" -> e.sender();
      case "reference" -> orEmpty(e.reference());
      case "campaign" -> orEmpty(e.extras().campaign());
      case "account" -> account;
      case "message_id" -> e.id().toString();
      default -> "";
    };
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
