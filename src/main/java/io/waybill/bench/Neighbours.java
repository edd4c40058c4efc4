package io.waybill.bench;

import io.waybill.bench.Book.Place;
import io.waybill.bench.Load.Order;
import io.waybill.bench.Nuisance.Manner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Carrier a behaves and has a steady load; carrier b, with a fifth of the load, behaves in the
/// first phase and then meets, phase by phase, one nuisance after the other; then strangers come to
/// the ports. What is asked is whether a's messages notice. In the end b behaves again, and
/// everything it was sent must have arrived as well.
final class Neighbours {
  private static final int LOITERERS = 1_000;
  private static final int OTHERS_SHARE = 5;

  /// So many phases' time under load before the first phase; what is sent then counts for nothing
  /// but the waiting at the end.
  private static final int SETTLING = 4;

  private static final int LOOK_MILLIS = 200;

  /// A phase, and what the JVM held at most, logged, met and used in it.
  ///
  /// @param cpu milliseconds of processor time in a second
  /// @param others the same of what has nothing to do with the run
  private record Phase(
      String name,
      int number,
      long memory,
      long threads,
      long files,
      long logLines,
      long met,
      long cpu,
      long others) {
    Map<String, Object> figures(Tally tally, double ratio) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("phase", name);
      map.put("messages", tally.accepted);
      map.putAll(tally.steps());
      map.put("end_to_end_ms", tally.endToEnd.toMap());
      map.put("end_to_end_p95_ratio", ratio);
      map.put("resident_mb", memory);
      map.put("threads", threads);
      map.put("open_files", files);
      map.put("log_lines", logLines);
      map.put("connections_met", met);
      map.put("cpu_ms_per_s", cpu);
      map.put("cpu_ms_per_s_of_others", others);
      return map;
    }
  }

  private final Rig rig;
  private final Bounds bounds;
  private final Operator good;
  private final Operator other;
  private final Nuisance nuisance;
  private final List<Phase> phases = new ArrayList<>();
  private final Report report = new Report();
  private volatile int phase;

  Neighbours(Rig rig, Bounds bounds) throws IOException {
    this.rig = rig;
    this.bounds = bounds;
    good = rig.keep(new Operator(rig.book(), Operator.USUAL));
    other = rig.keep(new Operator(rig.book(), Operator.USUAL));
    nuisance = rig.keep(new Nuisance(Manner.SILENT));
  }

  Report run() throws IOException, InterruptedException {
    rig.carrier("a", Rig.PREFIX);
    rig.carrier("b", Rig.OTHER_PREFIX);
    rig.link("a1", "a", good.port());
    rig.link("b1", "b", other.port());
    rig.awaitBound("a1");
    rig.awaitBound("b1");
    rig.warmUp(bounds.warmUp(), new Place(0, 0));
    report.put("scenario", Words.of(Scenario.NEIGHBOURS));
    int rate = Math.max(1, bounds.rate());
    int few = Math.max(1, bounds.connections() / OTHERS_SHARE);
    Order mine = new Order(bounds.messages(), rate, bounds.connections(), Rig.PREFIX);
    Order theirs =
        new Order(
            bounds.messages() / OTHERS_SHARE,
            Math.max(1, rate / OTHERS_SHARE),
            few,
            Rig.OTHER_PREFIX);
    try (Load a = new Load(rig, mine, () -> new Place(0, phase));
        Load b = new Load(rig, theirs, () -> new Place(1, phase))) {
      rig.say("settling: the program is still getting faster");
      TimeUnit.SECONDS.sleep(SETTLING * (long) bounds.seconds());
      phase = 1;
      Usage usage = rig.keep(new Usage(rig.subject()));
      during("quiet", () -> 0);
      rig.admin().patch("links/b1", Map.of("port", nuisance.port()));
      for (Manner manner : Manner.values()) {
        if (manner == Manner.RECEIPT_FLOOD) {
          // What it leaves is looked for again and again: it comes last.
          nuisance.becomes(Manner.SILENT);
          loiter("http_loiterers", rig.subject().port());
          loiter("smpp_loiterers", good.port());
        }
        nuisance.becomes(manner);
        during(Words.of(manner), nuisance::visits);
      }
      rig.admin().patch("links/b1", Map.of("port", other.port()));
      during("quiet_again", () -> 0);
      a.finish();
      b.finish();
      return judge(a, b, usage);
    }
  }

  private void loiter(String name, int port) throws IOException, InterruptedException {
    try (Loiterers all = new Loiterers(LOITERERS, port)) {
      during(name, all::opened);
    }
  }

  /// Lets a phase pass, and notes what the process held meanwhile.
  private void during(String name, Rig.Progress visits) throws IOException, InterruptedException {
    rig.say("phase " + phase + ": " + name);
    Proc jvm = rig.subject().jvm();
    Usage usage = new Usage(rig.subject());
    long lines = rig.subject().logLines();
    long came = visits.now();
    long cpu = jvm.ownMillis();
    long memory = 0;
    long threads = 0;
    long files = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(bounds.seconds());
    while (System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      memory = Math.max(memory, jvm.residentMb());
      threads = Math.max(threads, jvm.threads());
      files = Math.max(files, jvm.openFiles());
    }
    phases.add(
        new Phase(
            name,
            phase,
            memory,
            threads,
            files,
            rig.subject().logLines() - lines,
            visits.now() - came,
            (jvm.ownMillis() - cpu) / bounds.seconds(),
            usage.othersPerSecond()));
    usage.close();
    phase = phases.size() + 1;
  }

  private Report judge(Load a, Load b, Usage usage) throws InterruptedException {
    rig.say("waiting for the ends of all messages");
    rig.awaitAllOver();
    Tally quiet = rig.book().tally(new Place(0, 1)::equals);
    report.row(
        "phase",
        "accept p50/p95/p99",
        "answer to submit",
        "receipt to callback",
        "p95 ratio",
        "MiB",
        "threads",
        "files",
        "log",
        "met",
        "cpu ms/s",
        "others");
    List<Map<String, Object>> all = new ArrayList<>();
    for (Phase one : phases) {
      Tally tally = rig.book().tally(new Place(0, one.number)::equals);
      double ratio = ratio(tally.endToEnd.percent(95), quiet.endToEnd.percent(95));
      all.add(one.figures(tally, ratio));
      report.row(
          one.name,
          three(tally.accept),
          three(tally.toSubmit),
          three(tally.toCallback),
          ratio,
          one.memory,
          one.threads,
          one.files,
          one.logLines,
          one.met,
          one.cpu,
          one.others);
    }
    return totals(a, b, usage).put("phases", all);
  }

  private Report totals(Load a, Load b, Usage usage) {
    Tally all = rig.book().tally(place -> place.phase() > 0);
    Tally ours = rig.book().tally(place -> place.phase() > 0 && place.load() == 0);
    return report
        .put("messages", all.accepted)
        .put("refused", a.refused() + b.refused())
        .put("unanswered", a.unanswered() + b.unanswered())
        .put("rate", bounds.rate())
        .put("seconds_each", bounds.seconds())
        .putAll(usage.figures(all.accepted))
        .putAll(all.faults())
        .put("submitted_again_of_a", ours.again)
        .judge(all.isGood() && ours.again == 0);
  }

  private static String three(Times times) {
    return times.percent(50) + " / " + times.percent(95) + " / " + times.percent(99);
  }

  private static double ratio(double one, double quiet) {
    return quiet == 0 ? 0 : Math.round(100 * one / quiet) / 100.0;
  }
}
