package io.waybill.report;

/**
 * What it costs that messages are not delivered, and what sending brings. Pure. The example is the
 * source guide's: of 1,000 payments two in a hundred confirmations fail; each costs a fee of 1 €
 * and five minutes of support at 15 € an hour. The guide says 46 € in all: with messages at 0.01 €
 * that leaves 1 € for sending again, which is five times each.
 *
 * @param messages sent in some time
 * @param undelivered of a hundred, 0 to 100
 * @param value of a message that arrives, in euro
 * @param minutes of support for each that does not
 * @param hourly cost of support, in euro
 * @param resends of each that does not arrive
 * @param price of a message, in euro
 * @param conversion of a hundred that receive a campaign's message, how many buy
 * @param sale of each who buys, in euro
 * @param better of a hundred messages, how many more would be delivered
 */
public record Cost(
    double messages,
    double undelivered,
    double value,
    double minutes,
    double hourly,
    double resends,
    double price,
    double conversion,
    double sale,
    double better) {
  /** The guide's. */
  public static final Cost EXAMPLE = new Cost(1_000, 2, 1, 5, 15, 5, 0.01, 5, 50, 2);

  /** Messages that do not arrive. */
  public double lost() {
    return messages * undelivered / 100;
  }

  /** What the lost ones would have been worth. */
  public double lostValue() {
    return lost() * value;
  }

  /** Support for those who wait for them. */
  public double support() {
    return lost() * minutes / 60 * hourly;
  }

  /** Sending them again. */
  public double sentAgain() {
    return lost() * resends * price;
  }

  /** All of it. */
  public double total() {
    return lostValue() + support() + sentAgain();
  }

  /** The same in messages that could be sent for it; 0 if they cost nothing. */
  public double inMessages() {
    return price == 0 ? 0 : total() / price;
  }

  /** Of each lost message. */
  public double each() {
    return lost() == 0 ? 0 : total() / lost();
  }

  /** So much more could each message cost if then all arrived, and nothing would be lost by it. */
  public double worthMore() {
    return messages == 0 ? 0 : total() / messages;
  }

  /** What sending costs. */
  public double spent() {
    return messages * price;
  }

  /** What the delivered ones are worth for each euro spent; 0 if nothing is. */
  public double back() {
    return spent() == 0 ? 0 : (messages - lost()) * value / spent();
  }

  /** What is left of the delivered ones' worth after sending and non-delivery. */
  public double left() {
    return (messages - lost()) * value - spent() - support() - sentAgain();
  }

  /** A campaign: what those who receive it bring. */
  public double earned() {
    return messages * (100 - undelivered) / 100 * conversion / 100 * sale;
  }

  /** A campaign: what each euro spent on it brings; 0 if nothing is spent. */
  public double earnedBack() {
    return spent() == 0 ? 0 : earned() / spent();
  }

  /** A campaign: what more it brings if more are delivered, but no more than all. */
  public double moreEarned() {
    return messages * Math.min(better, undelivered) / 100 * conversion / 100 * sale;
  }

  /** The same in messages that could be sent for it; 0 if they cost nothing. */
  public double moreInMessages() {
    return price == 0 ? 0 : moreEarned() / price;
  }
}
