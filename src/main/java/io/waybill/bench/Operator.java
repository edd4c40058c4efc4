package io.waybill.bench;

import io.waybill.settings.Unusable;
import io.waybill.simulator.Behaviour;
import io.waybill.simulator.Cast;
import io.waybill.simulator.Options;
import io.waybill.simulator.Plan;
import io.waybill.simulator.Receipt;
import io.waybill.simulator.Simulator;
import io.waybill.simulator.Submit;
import io.waybill.smpp.Status;
import java.io.IOException;
import java.util.List;

/// A mobile operator: the product's simulator, watched. What it decides about a message goes into
/// the book before Waybill hears of it. Numbers are `3725` or `3728`, and the message's number.
final class Operator implements AutoCloseable {
  /// Nine of ten delivered, all reported, in the order and at the pace of a good operator.
  static final String USUAL =
      """
      like: good
      outcomes: {by_last_digits: false, percent: {UNDELIV: 5, EXPIRED: 3, REJECTD: 2}}
      receipts: {delay: 100ms}
      """;

  /// All receipts are kept back until they are asked for.
  static final String HOLDING = USUAL.replace("delay: 100ms", "delay: 100ms, held: true");

  private static final int BASE = 1_000_000;
  private static final int PREFIX = 4;

  private final Book book;
  private final Simulator simulator;
  private volatile Behaviour behaviour;

  /// @param personality as docs/simulator.md has it
  Operator(Book book, String personality) throws IOException {
    this.book = book;
    try {
      simulator =
          Simulator.start(
              Options.defaults()
                  .withPromisesMax(Book.MAX)
                  .withFirstId(System.currentTimeMillis() * 1_000)
                  .withCast(Cast.read(personality, "the bench's personality"))
                  .withBehaviour(this::plan));
      behaviour = simulator.ofCast();
    } catch (Unusable e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// The recipient of a message, with +.
  static String recipient(String prefix, int message) {
    return "+" + prefix + (BASE + message);
  }

  private static int message(String recipient) {
    return Integer.parseInt(recipient.substring(PREFIX)) - BASE;
  }

  private Plan plan(Submit submit) {
    Plan plan = behaviour.plan(submit);
    int number = message(submit.message().dest());
    boolean taken = plan.status() == Status.ESME_ROK;
    book.submitted(
        number, taken ? plan.receipts().stream().map(Receipt::stat).toList() : List.of("NACK"));
    List<Receipt> watched =
        plan.receipts().stream()
            .map(receipt ->
                receipt.altered(pdu -> {
                  book.receipted(number);
                  return receipt.alteration().apply(pdu);
                }))
            .toList();
    return new Plan(
        plan.status(),
        plan.answerDelay(),
        plan.manner(),
        plan.ids(),
        watched,
        plan.dropConnectionInstead());
  }

  /// Another personality, from now on.
  void becomes(String personality) {
    try {
      simulator.play(Cast.read(personality, "the bench's personality"));
    } catch (Unusable e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// One of the simulator's counters.
  long count(String name) {
    return simulator.counters().getOrDefault(name, 0L);
  }

  int port() {
    return simulator.port();
  }

  Simulator simulator() {
    return simulator;
  }

  @Override
  public void close() {
    simulator.close();
  }
}
