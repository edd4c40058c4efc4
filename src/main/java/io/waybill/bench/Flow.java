package io.waybill.bench;

import io.waybill.bench.Book.Place;
import io.waybill.bench.Load.Order;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The scenarios with one carrier, one link and one load.
record Flow(Rig rig, Scenario scenario, Bounds bounds) {
  private static final String CARRIER = "a";
  private static final String LINK = "a1";
  private static final Place WARM = new Place(0, 0);
  private static final Place MEASURED = new Place(0, 1);
  private static final double NANOS = 1e9;

  /// Runs it.
  Report run() throws IOException, InterruptedException {
    boolean held = scenario == Scenario.BURST;
    boolean paused = scenario == Scenario.ACCEPT || scenario == Scenario.BACKLOG;
    Operator operator = rig.keep(new Operator(rig.book(), Operator.USUAL));
    rig.carrier(CARRIER, Rig.PREFIX);
    rig.link(LINK, CARRIER, operator.port());
    rig.awaitBound(LINK);
    rig.warmUp(bounds.warmUp(), WARM);
    if (held) {
      operator.becomes(Operator.HOLDING);
    }
    if (paused) {
      rig.admin().order("links/" + LINK + "/pause");
    }
    rig.say("sending " + bounds.messages() + " messages");
    long calls = rig.sink().calls();
    try (Usage usage = new Usage(rig.subject());
        Load load = new Load(rig, order(), () -> MEASURED)) {
      long began = System.nanoTime();
      load.run(bounds.seconds());
      Report report = new Report().put("scenario", Words.of(scenario));
      if (paused) {
        drain(report);
      } else if (held) {
        release(report, operator);
      }
      rig.awaitAllOver();
      Tally tally = rig.book().tally(MEASURED::equals);
      report
          .put("messages", tally.accepted)
          .put("refused", load.refused())
          .put("unanswered", load.unanswered())
          .put("rate", bounds.rate())
          .put("connections", bounds.connections())
          .put("accept_per_s", perSecond(tally.accepted, tally.lastAnswered - began))
          .put("end_to_end_per_s", perSecond(tally.accepted - tally.lost, tally.lastTold - began))
          .putAll(tally.steps())
          .put("end_to_end_ms", tally.endToEnd.toMap())
          .put("callbacks", rig.sink().calls() - calls)
          .putAll(usage.figures(tally.accepted))
          .putAll(tally.faults());
      if (!load.complaint().isEmpty()) {
        report.put("first_complaint", load.complaint());
      }
      return report.judge(tally.isGood() && tally.accepted > 0);
    }
  }

  private Order order() {
    return new Order(bounds.messages(), bounds.rate(), bounds.connections(), Rig.PREFIX);
  }

  /// Lets what waits go.
  private void drain(Report report) throws IOException, InterruptedException {
    int before = rig.book().submits();
    int waiting = rig.book().accepted() - rig.book().over();
    rig.say(waiting + " messages wait; the link is resumed");
    long began = System.nanoTime();
    rig.admin().order("links/" + LINK + "/resume");
    rig.await(() -> rig.book().submits() - before >= waiting, () -> rig.book().submits());
    report.put(
        "backlog",
        Map.of(
            "waited",
            waiting,
            "submitted_per_s",
            perSecond(rig.book().submits() - before, System.nanoTime() - began)));
  }

  /// Sends all receipts at once.
  private void release(Report report, Operator operator) throws InterruptedException {
    int all = rig.book().accepted() - rig.book().over();
    rig.await(() -> operator.count("receipts_held") >= all, () -> operator.count("receipts_held"));
    long before = operator.simulator().receiptsAcknowledged();
    int held = operator.simulator().release();
    rig.say(held + " receipts are released");
    long began = System.nanoTime();
    rig.await(
        () -> operator.simulator().receiptsAcknowledged() - before >= held,
        () -> operator.simulator().receiptsAcknowledged());
    long acknowledged = System.nanoTime();
    rig.awaitAllOver();
    long over = System.nanoTime();
    report.put(
        "burst",
        Map.of(
            "receipts",
            held,
            "acknowledged_per_s",
            perSecond(held, acknowledged - began),
            "last_callback_after_s",
            TimeUnit.NANOSECONDS.toMillis(over - acknowledged) / 1_000.0));
  }

  private static long perSecond(int count, long nanos) {
    return nanos <= 0 ? 0 : Math.round(count * NANOS / nanos);
  }
}
