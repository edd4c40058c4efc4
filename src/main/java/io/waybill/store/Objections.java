package io.waybill.store;

import io.waybill.message.Objection;
import io.waybill.price.Prices;
import org.jspecify.annotations.Nullable;

/**
 * What our own rules have against sending a message. The ledger asks when the message's turn comes,
 * in the commit that would begin it: at acceptance for the first of a chain. So it must answer from
 * memory.
 */
@FunctionalInterface
public interface Objections {

  /** Everything may be sent. */
  Objections NONE = envelope -> null;

  /**
   * An account of whose balance nothing is left sends no SMS. Other channels have no price here, so
   * there is nothing that could not be charged.
   */
  static Objections ofCredit(Prices prices) {
    return envelope ->
        envelope.channel().equals(Envelope.SMS) && prices.isBroke(envelope.accountId())
            ? Objection.NO_CREDIT
            : null;
  }

  /** The first thing that speaks against it; null for nothing. */
  @Nullable Objection to(Envelope envelope);
}
