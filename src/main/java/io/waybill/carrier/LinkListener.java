package io.waybill.carrier;

import io.waybill.smpp.ShortMessage;
import java.util.function.IntConsumer;

/** What a link tells. Called from the link's own threads; blocking here stops its reading. */
public interface LinkListener {

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
}
