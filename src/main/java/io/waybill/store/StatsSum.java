package io.waybill.store;

import io.waybill.store.Stats.Heat;
import io.waybill.store.Stats.Overview;
import io.waybill.store.Stats.Part;
import io.waybill.store.Stats.Point;
import io.waybill.store.Stats.Times;
import io.waybill.store.Stats.Totals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Sums up rows of counters every way that an {@link Overview} shows them. */
final class StatsSum {
  private final StatsSpan span;
  private final Counts all = new Counts();
  private final Slots times = new Slots();
  private final Map<Integer, Counts> points = new HashMap<>();
  private final Map<HeatKey, Counts> heat = new HashMap<>();
  private final Map<Name, Counts> parts = new HashMap<>();
  private final Map<Name, Slots> partTimes = new HashMap<>();

  private final Map<CounterKey, Slots> read = new HashMap<>();

  private enum Kind {
    COUNTRY,
    NETWORK,
    CARRIER
  }

  private record Name(Kind kind, String name, String country) {}

  private record HeatKey(String carrier, int point) {}

  StatsSum(StatsSpan span) {
    this.span = span;
  }

  void add(CounterKey key, Counts counts) {
    int point = span.point(key.bucket());
    all.add(counts);
    points.computeIfAbsent(point, _ -> new Counts()).add(counts);
    heat.computeIfAbsent(new HeatKey(key.carrier(), point), _ -> new Counts()).add(counts);
    for (Name name : names(key)) {
      parts.computeIfAbsent(name, _ -> new Counts()).add(counts);
    }
  }

  /** Packed times: added up by all three names first, and only then by each. */
  void add(CounterKey key, byte[] slots) {
    read.computeIfAbsent(key, _ -> new Slots()).add(slots);
  }

  private void spread() {
    read.forEach((key, slots) -> {
      times.add(slots);
      for (Name name : names(key)) {
        partTimes.computeIfAbsent(name, _ -> new Slots()).add(slots);
      }
    });
    read.clear();
  }

  private static List<Name> names(CounterKey key) {
    return List.of(
        new Name(Kind.COUNTRY, key.country(), ""),
        new Name(Kind.NETWORK, key.network(), key.country()),
        new Name(Kind.CARRIER, key.carrier(), ""));
  }

  Overview overview(List<Stats.Err> errors) {
    spread();
    List<Integer> starts = new ArrayList<>();
    for (int at = span.point(span.from()); at < span.until(); at += span.buckets()) {
      starts.add(at);
    }
    List<Part> carriers = parts(Kind.CARRIER);
    return new Overview(
        CounterKey.time(span.from()),
        CounterKey.time(span.until()),
        span.grain(),
        new Totals(all),
        Times.of(times, Slots.Kind.SENT),
        Times.of(times, Slots.Kind.DELIVERED),
        Times.of(times, Slots.Kind.TOLD),
        starts.stream().map(at -> new Point(CounterKey.time(at), totals(points::get, at))).toList(),
        parts(Kind.COUNTRY),
        parts(Kind.NETWORK),
        carriers,
        carriers.stream()
            .map(c ->
                new Heat(
                    c.name(),
                    starts.stream()
                        .map(at -> totals(heat::get, new HeatKey(c.name(), at)))
                        .toList()))
            .toList(),
        errors);
  }

  private static <K> Totals totals(
      Function<K, @org.jspecify.annotations.Nullable Counts> sums, K key) {
    Counts counts = sums.apply(key);
    return new Totals(counts == null ? new Counts() : counts);
  }

  private List<Part> parts(Kind kind) {
    List<Part> list = new ArrayList<>();
    parts.forEach((name, counts) -> {
      if (name.kind() == kind && !counts.isNothing()) {
        Slots slots = partTimes.getOrDefault(name, new Slots());
        list.add(
            new Part(
                name.name(),
                name.country(),
                new Totals(counts),
                Times.of(slots, Slots.Kind.SENT),
                Times.of(slots, Slots.Kind.DELIVERED)));
      }
    });
    list.sort(
        Comparator.comparingLong((Part p) -> -p.totals().accepted())
            .thenComparing(Part::name)
            .thenComparing(Part::country));
    return list;
  }
}
