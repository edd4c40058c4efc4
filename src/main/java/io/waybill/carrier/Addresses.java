package io.waybill.carrier;

import io.waybill.routing.Dialect;
import io.waybill.routing.Numbering;
import io.waybill.routing.Rewrite;
import io.waybill.smpp.ShortMessage;

/** Senders and recipients as a carrier writes them. */
public final class Addresses {
  private static final int SHORT_CODE_MAX = 6;

  private Addresses() {}

  /**
   * Writes sender and recipient. A sender of digits is a short code if it has at most six of them
   * and no +; one with anything but digits is a name. Kinds are told after the rewriting.
   *
   * @param recipient E.164 with +
   */
  static ShortMessage.Builder write(
      ShortMessage.Builder builder, Dialect d, String sender, String recipient) {
    String from = Rewrite.apply(d.senders(), sender);
    String digits = withoutPlus(from);
    Numbering kind;
    if (!digits.matches("[0-9]+")) {
      kind = d.alphanumeric();
      digits = from;
    } else {
      boolean isShort = digits.length() <= SHORT_CODE_MAX && !from.startsWith("+");
      kind = isShort ? d.shortCode() : d.longNumber();
    }
    String to = Rewrite.apply(d.recipients(), recipient);
    return builder
        .source(kind.ton(), kind.npi(), digits)
        .dest(d.destination().ton(), d.destination().npi(), d.plus() ? to : withoutPlus(to));
  }

  /**
   * What a carrier sends, with its source as we know that number: receipts name the recipient as it
   * was rewritten. Only a rule that puts something in the place of what it takes away can be
   * undone; the first that fits is.
   */
  public static ShortMessage restore(Dialect d, ShortMessage message) {
    String source = message.source();
    for (Rewrite rule : d.recipients()) {
      String written = d.plus() ? rule.to() : withoutPlus(rule.to());
      if (!written.isEmpty() && source.startsWith(written)) {
        String known = rule.from() + source.substring(written.length());
        return message.toBuilder().source(message.sourceTon(), message.sourceNpi(), known).build();
      }
    }
    return message;
  }

  private static String withoutPlus(String address) {
    return address.startsWith("+") ? address.substring(1) : address;
  }
}
