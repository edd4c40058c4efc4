package io.waybill.bench;

import io.waybill.bench.Book.Place;
import io.waybill.bench.Load.Order;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Two carriers with three links each under a steady load, and a person who adds, changes, pauses,
/// drains and removes links of one carrier after the other, one change a second. Each message is
/// noted with the carrier that was worked on when it was sent: 1 or 2, and 0 while none was.
final class Changes {
  private static final int LINKS = 3;
  private static final List<String> CARRIERS = List.of("a", "b");

  private final Rig rig;
  private final Bounds bounds;
  private final List<Operator> operators;
  private final long[] expectedBinds = {LINKS, LINKS};
  private volatile int worked;
  private int done;

  Changes(Rig rig, Bounds bounds) throws IOException {
    this.rig = rig;
    this.bounds = bounds;
    String slower = Operator.USUAL + "answers: {delay: median 10ms p99 100ms}\n";
    operators =
        List.of(
            rig.keep(new Operator(rig.book(), slower)), rig.keep(new Operator(rig.book(), slower)));
  }

  Report run() throws IOException, InterruptedException {
    for (int i = 0; i < CARRIERS.size(); i++) {
      rig.carrier(CARRIERS.get(i), i == 0 ? Rig.PREFIX : Rig.OTHER_PREFIX);
      for (int n = 1; n <= LINKS; n++) {
        rig.link(CARRIERS.get(i) + n, CARRIERS.get(i), operators.get(i).port());
        rig.awaitBound(CARRIERS.get(i) + n);
      }
    }
    rig.warmUp(bounds.warmUp(), new Place(0, -1));
    Usage usage = rig.keep(new Usage(rig.subject()));
    int rate = Math.max(1, bounds.rate() / 2);
    int connections = Math.max(1, bounds.connections() / 2);
    int messages = Math.max(1, bounds.messages() / 2);
    try (Load a =
            new Load(
                rig,
                new Order(messages, rate, connections, Rig.PREFIX),
                () -> new Place(0, worked));
        Load b =
            new Load(
                rig,
                new Order(messages, rate, connections, Rig.OTHER_PREFIX),
                () -> new Place(1, worked))) {
      work();
      a.finish();
      b.finish();
      rig.awaitAllOver();
      return judge(a, b, usage);
    }
  }

  /// A fifth of the time nothing, then a round of changes of a, one of b, and so on.
  private void work() throws IOException, InterruptedException {
    int quiet = Math.max(1, bounds.seconds() / 5);
    rig.say("nothing is changed for " + quiet + " s");
    TimeUnit.SECONDS.sleep(quiet);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(bounds.seconds() - quiet);
    for (int round = 0; round == 0 || System.nanoTime() < end; round++) {
      int i = round % CARRIERS.size();
      worked = i + 1;
      rig.say("links of carrier " + CARRIERS.get(i) + " are changed");
      round(i, CARRIERS.get(i));
    }
    worked = 0;
  }

  private void round(int i, String c) throws IOException, InterruptedException {
    Admin admin = rig.admin();
    step(() -> {
      rig.link(c + "9", c, operators.get(i).port());
      expectedBinds[i]++;
    });
    step(() -> admin.patch("links/" + c + "1", Map.of("window", 20 + done % 50)));
    step(() -> admin.patch("links/" + c + "2", Map.of("rate_per_second", 300 + done % 50)));
    step(() -> {
      admin.patch("links/" + c + "3", Map.of("password", "other-" + done));
      expectedBinds[i]++;
    });
    step(() -> admin.order("links/" + c + "1/pause"));
    step(() -> admin.order("links/" + c + "1/resume"));
    step(() -> admin.order("links/" + c + "2/drain"));
    step(() -> admin.order("links/" + c + "2/resume"));
    step(() -> admin.remove("links/" + c + "9"));
  }

  private interface Step {
    void take() throws IOException, InterruptedException;
  }

  private void step(Step step) throws IOException, InterruptedException {
    step.take();
    done = done + 1;
    TimeUnit.SECONDS.sleep(1);
  }

  private Report judge(Load a, Load b, Usage usage) throws IOException, InterruptedException {
    Report report = new Report().put("scenario", Words.of(Scenario.CHANGES));
    Tally all = rig.book().tally(place -> place.phase() >= 0);
    long resent =
        Math.round(rig.admin().metric("waybill_lifecycle_total{what=\"duplicate_risked\"}"));
    long unexpected = 0;
    for (int i = 0; i < CARRIERS.size(); i++) {
      unexpected += Math.abs(operators.get(i).simulator().binds() - expectedBinds[i]);
    }
    Map<String, Object> latencies = new LinkedHashMap<>();
    latencies.put("quiet", steps(rig.book().tally(place -> place.phase() == 0)));
    latencies.put(
        "untouched", steps(rig.book().tally(p -> p.phase() > 0 && p.load() != p.phase() - 1)));
    latencies.put(
        "touched", steps(rig.book().tally(p -> p.phase() > 0 && p.load() == p.phase() - 1)));
    return report
        .put("changes", done)
        .put("messages", all.accepted)
        .put("refused", a.refused() + b.refused())
        .put("unanswered", a.unanswered() + b.unanswered())
        .put("rate", bounds.rate())
        .putAll(latencies)
        .putAll(usage.figures(all.accepted))
        .putAll(all.faults())
        .put("resent_by_policy", resent)
        .put("unexpected_binds", unexpected)
        .judge(all.isGood() && all.again <= resent && unexpected == 0);
  }

  private static Map<String, Object> steps(Tally tally) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("messages", tally.accepted);
    map.putAll(tally.steps());
    map.put("end_to_end_ms", tally.endToEnd.toMap());
    return map;
  }
}
