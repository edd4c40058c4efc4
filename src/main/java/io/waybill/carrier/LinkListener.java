package io.waybill.carrier;

import io.waybill.smpp.ShortMessage;
import java.util.Locale;
import java.util.function.IntConsumer;

/** What a link tells. Called from the link's own threads; blocking here stops its reading. */
public interface LinkListener {

  /** What a carrier sends that it should not. */
  enum Odd {
    /** An answer to nothing that waits for one: a wrong sequence number, or answered twice. */
    STRAY_ANSWER,
    /** A PDU whose body cannot be read. */
    MALFORMED,
    /** A command that is unknown, or not for the carrier to send. */
    COMMAND,
    /** Octets that are no SMPP at all. */
    NOT_SMPP;

    /** As metrics have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Bound: it takes tickets now. */
  void bound(Link link);

  /** The connection is gone; what it held has been told one by one. */
  void lost(Link link, String why);

  /** An answer to a ticket. {@code status} is a command_status (SMPP 3.4 §5.1.3). */
  void answered(Link link, Ticket ticket, int status, String carrierId);

  /** An answer to a ticket that had been told as uncertain: it holds no place in the window. */
  void answeredLate(Link link, Ticket ticket, int status, String carrierId);

  /** Written, but no answer came in time or none can come any more. */
  void uncertain(Link link, Ticket ticket, String why);

  /** Surely not written. */
  void returned(Link link, Ticket ticket, String why);

  /**
   * A deliver_sm or data_sm. It is answered to the carrier through {@code answer}, once, when what
   * it says is stored.
   */
  void delivered(Link link, ShortMessage message, IntConsumer answer);

  /** Something to count; it has been dealt with. */
  void odd(Link link, Odd what);
}
