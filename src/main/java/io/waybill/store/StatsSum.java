package io.waybill.store;

import io.waybill.store.Stats.By;
import io.waybill.store.Stats.Heat;
import io.waybill.store.Stats.OfAccount;
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
  private final By by;
  private final Counts all = new Counts();
  private final Slots times = new Slots();
  private final Map<Integer, Counts> points = new HashMap<>();
  private final Map<HeatKey, Counts> heat = new HashMap<>();
  private final Map<Integer, Counts> accounts = new HashMap<>();
  private final Map<Integer, Slots> pointTimes = new HashMap<>();
  private final Map<Name, Counts> parts = new HashMap<>();
  private final Map<Name, Slots> partTimes = new HashMap<>();

  private final Map<CounterKey, Slots> read = new HashMap<>();

  private record Name(By kind, String name, String country) {}

  private record HeatKey(Name name, int point) {}

  StatsSum(StatsSpan span, By by) {
    this.span = span;
    this.by = by;
  }

  /** What counts at a point of the series for a row of the heat table. */
  void addAt(CounterKey key, Counts counts) {
    int point = span.point(key.bucket());
    points.computeIfAbsent(point, _ -> new Counts()).add(counts);
    heat.computeIfAbsent(new HeatKey(name(by, key), point), _ -> new Counts()).add(counts);
  }

  /** The same messages, whenever they were, for an account by all three names. */
  void addOf(CounterKey key, Counts counts) {
    all.add(counts);
    accounts.computeIfAbsent(key.accountId(), _ -> new Counts()).add(counts);
    for (By kind : By.values()) {
      parts.computeIfAbsent(name(kind, key), _ -> new Counts()).add(counts);
    }
  }

  /** Packed times: added up by all three names first, and only then by each. */
  void add(int bucket, CounterKey key, byte[] slots) {
    read.computeIfAbsent(key, _ -> new Slots()).add(slots);
    int point = Math.max(span.point(bucket), span.point(span.from()));
    pointTimes.computeIfAbsent(point, _ -> new Slots()).add(slots);
  }

  private void spread() {
    read.forEach((key, slots) -> {
      times.add(slots);
      for (By kind : By.values()) {
        partTimes.computeIfAbsent(name(kind, key), _ -> new Slots()).add(slots);
      }
    });
    read.clear();
  }

  private static Name name(By kind, CounterKey key) {
    return switch (kind) {
      case COUNTRY -> new Name(kind, key.country(), "");
      case NETWORK -> new Name(kind, key.network(), key.country());
      case CARRIER -> new Name(kind, key.carrier(), "");
    };
  }

  Overview overview(List<Stats.Err> errors) {
    spread();
    List<Integer> starts = new ArrayList<>();
    for (int at = span.point(span.from()); at < span.until(); at += span.buckets()) {
      starts.add(at);
    }
    return new Overview(
        CounterKey.time(span.from()),
        CounterKey.time(span.until()),
        span.grain(),
        new Totals(all),
        Times.of(times, Slots.Kind.SENT),
        Times.of(times, Slots.Kind.DELIVERED),
        Times.of(times, Slots.Kind.TOLD),
        starts.stream().map(this::point).toList(),
        parts(By.COUNTRY),
        parts(By.NETWORK),
        parts(By.CARRIER),
        accounts(),
        parts(by).stream().map(part -> heat(part, starts)).toList(),
        errors);
  }

  private Point point(int at) {
    return new Point(
        CounterKey.time(at),
        totals(points::get, at),
        Times.of(pointTimes.getOrDefault(at, new Slots()), Slots.Kind.DELIVERED));
  }

  private Heat heat(Part part, List<Integer> starts) {
    Name name = new Name(by, part.name(), part.country());
    return new Heat(
        part.name(),
        part.country(),
        starts.stream().map(at -> totals(heat::get, new HeatKey(name, at))).toList());
  }

  private List<OfAccount> accounts() {
    return accounts.entrySet().stream()
        .filter(e -> !e.getValue().isNothing())
        .map(e -> new OfAccount(e.getKey(), new Totals(e.getValue())))
        .sorted(
            Comparator.comparingLong((OfAccount a) -> -a.totals().accepted())
                .thenComparingInt(OfAccount::id))
        .toList();
  }

  private static <K> Totals totals(
      Function<K, @org.jspecify.annotations.Nullable Counts> sums, K key) {
    Counts counts = sums.apply(key);
    return new Totals(counts == null ? new Counts() : counts);
  }

  private List<Part> parts(By kind) {
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
