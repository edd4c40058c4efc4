package io.waybill.receipt;

import io.waybill.message.Event;
import io.waybill.message.Receipt;
import io.waybill.ops.Essential;
import io.waybill.ops.Metrics;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import io.waybill.store.Ledger;
import io.waybill.store.Ledger.Outcome;
import io.waybill.store.OnAir;
import io.waybill.store.OnAir.Asked;
import io.waybill.store.OnAir.Candidate;
import io.waybill.store.OnAir.Match;
import io.waybill.store.ParkedReceipts;
import io.waybill.store.ParkedReceipts.Inbound;
import io.waybill.store.ParkedReceipts.Parked;
import io.waybill.store.Unmatched;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The third step: each deliver_sm is matched and stored, and only then answered. */
public final class Receipts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
  private static final int LOOKUPS_MAX = 10_000;
  private static final int STRANGERS_MAX = 10_000;
  private static final int BATCH_MAX = 500;

  /**
   * Most of one carrier that are looked up or wait for the ledger. A carrier sends so many without
   * an answer only when it has much to tell, after an outage: then what is more is stored as it
   * came, which takes a fraction of the time, and answered; its turn comes.
   */
  private static final int OPEN_MAX = 100;

  private static final int BURST_BATCH_MAX = 1_000;

  /** Of a batch of a burst so many are looked up, to tell whether they are about anything. */
  private static final int LOOKED_AT = 8;

  /** After so long without too many open, a burst is over. */
  private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long COMPLAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Messages from handsets may be long: fewer of them. */
  private static final int INBOUND_MAX = 1_000;

  private static final int INBOUND_BATCH_MAX = 100;

  private final Ledger ledger;
  private final OnAir onAir;
  private final ParkedReceipts parked;
  private final InstantSource clock;
  private final io.prometheus.metrics.core.metrics.Counter count;
  private final Batches<Arrived> lookups;
  private final Batches<Stranger> strangers;
  private final Batches<Stranger> bursts;
  private final Batches<Kept> inbound;
  private final Answer.Open answers = new Answer.Open();
  private final Map<String, Flow> flows = new ConcurrentHashMap<>();
  private final Rematch rematch;
  private final Retention retention;
  private @Nullable Thread rematching;

  /**
   * @param keptDays how long what matches nothing is kept
   */
  public Receipts(
      Ledger ledger,
      OnAir onAir,
      ParkedReceipts parked,
      int keptDays,
      InstantSource clock,
      Metrics metrics) {
    this.ledger = ledger;
    this.onAir = onAir;
    this.parked = parked;
    this.clock = clock;
    this.count =
        metrics.counter(
            "waybill_receipts_total", "Receipts from carriers, by what became of them", "outcome");
    this.lookups =
        new Batches<>(
            "receipt-lookup", LOOKUPS_MAX, BATCH_MAX, this::lookUp, a -> a.answer().later());
    this.strangers =
        new Batches<>(
            "receipt-parking",
            STRANGERS_MAX,
            BATCH_MAX,
            this::park,
            s -> s.arrived().answer().later());
    this.bursts =
        new Batches<>(
            "receipt-burst",
            STRANGERS_MAX,
            BURST_BATCH_MAX,
            this::park,
            s -> s.arrived().answer().later());
    this.inbound =
        new Batches<>(
            "receipt-inbound", INBOUND_MAX, INBOUND_BATCH_MAX, this::keep, k -> k.answer().later());
    this.rematch = new Rematch(ledger, onAir, parked, clock);
    this.retention = new Retention(parked, keptDays, clock);
    metrics.gauge(
        "waybill_receipts_waiting",
        "Receipts that wait to be looked up or parked, not yet answered",
        () -> lookups.waiting() + strangers.waiting() + bursts.waiting());
    metrics.gauge(
        "waybill_receipts_unmatched",
        "Receipts that match no message and wait for one or for a person, as of a minute ago",
        retention::unmatched);
  }

  /** What comes from one carrier. */
  private static final class Flow {
    private final AtomicInteger open = new AtomicInteger();
    private final Noise noise = new Noise(System.nanoTime());
    private volatile long lastBurst = System.nanoTime() - BURST_NANOS;

    private long complained = System.nanoTime() - COMPLAIN_NANOS;

    /** Returns when the next of a burst may be read. */
    void rest(String carrier) {
      long now = System.nanoTime();
      long rest = noise.restNanos(now);
      if (rest > 0) {
        complain(carrier, now);
        try {
          TimeUnit.NANOSECONDS.sleep(rest);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private synchronized void complain(String carrier, long now) {
      if (now - complained >= COMPLAIN_NANOS) {
        complained = now;
        LOG.warn(
            "carrier {} sends receipts about messages that nobody here knows (its id_notation?):"
                + " it is read slowly, {} a second",
            carrier,
            Noise.PER_SECOND_MAX);
      }
    }

    /** Whether it sends more than can be matched at once; then all of it is stored as it comes. */
    boolean isBurst(Rematch rematch) {
      long now = System.nanoTime();
      if (open.get() >= OPEN_MAX) {
        lastBurst = now;
        return true;
      }
      return now - lastBurst < BURST_NANOS && rematch.isHeldOff();
    }

    /** Counts one that is open until it is answered, which happens exactly once. */
    IntConsumer counted(IntConsumer answer) {
      open.incrementAndGet();
      return status -> {
        open.decrementAndGet();
        answer.accept(status);
      };
    }
  }

  /** A receipt that came over a link and waits for its answer. */
  private record Arrived(
      String carrier, String link, String source, Receipt receipt, Answer answer) {
    Asked asked() {
      return new Asked(carrier, receipt.carrierId(), source);
    }
  }

  /** One that matches nothing. */
  private record Stranger(Arrived arrived, Unmatched reason, String why) {}

  /** What is no receipt. */
  private record Kept(Inbound inbound, Answer answer) {}

  /** Begins to work. */
  public void start() {
    lookups.start();
    strangers.start();
    bursts.startApart();
    inbound.start();
    retention.start();
    rematching = Essential.virtual("receipt-rematch").start(rematch);
  }

  /**
   * A deliver_sm or data_sm of a link. Returns at once unless too much waits.
   *
   * @param answer to be called once with a command_status
   */
  public void delivered(String carrier, String link, ShortMessage message, IntConsumer answer) {
    Flow flow = flows.computeIfAbsent(carrier, _ -> new Flow());
    boolean isBurst = flow.isBurst(rematch);
    Answer once = answers.awaited(isBurst ? answer : flow.counted(answer));
    Optional<Receipt> receipt = ReceiptReader.read(message);
    if (receipt.isEmpty()) {
      inbound.put(new Kept(inbound(carrier, link, message), once));
      return;
    }
    Arrived arrived = new Arrived(carrier, link, message.source(), receipt.get(), once);
    if (receipt.get().carrierId().isEmpty()) {
      strangers.put(new Stranger(arrived, Unmatched.NO_ID, Unmatched.NO_ID.sentence()));
      return;
    }
    if (isBurst) {
      bursts.put(new Stranger(arrived, Unmatched.BURST, Unmatched.BURST.sentence()));
      flow.rest(carrier);
      return;
    }
    switch (onAir.recent(arrived.asked())) {
      case Match.One(var candidate) -> record(arrived, candidate);
      case Match.None _ -> lookups.put(arrived);
    }
  }

  private Inbound inbound(String carrier, String link, ShortMessage message) {
    return new Inbound(
        carrier,
        link,
        message.source(),
        message.dest(),
        message.esmClass(),
        message.dataCoding(),
        clock.instant(),
        message.payload().toByteArray());
  }

  private void record(Arrived arrived, Candidate candidate) {
    ledger.record(
        candidate.message(),
        new Event.ReceiptCame(clock.instant(), candidate.part(), arrived.receipt()),
        outcome -> {
          switch (outcome) {
            case Outcome.Recorded _ -> {
              count.labelValues("matched").inc();
              arrived.answer().give(Status.ESME_ROK);
            }
            case Outcome.Quarantined(var why) ->
                strangers.offer(new Stranger(arrived, Unmatched.NOT_STORED, why));
            case Outcome.NotFound _ ->
                strangers.offer(
                    new Stranger(arrived, Unmatched.NOT_STORED, Unmatched.NOT_STORED.sentence()));
            case Outcome.Busy _ -> arrived.answer().later();
          }
        });
  }

  private void lookUp(List<Arrived> batch) {
    List<Match> matches;
    try {
      matches = onAir.find(batch.stream().map(Arrived::asked).toList());
    } catch (SQLException e) {
      LOG.warn("receipts cannot be looked up, the carrier is asked to wait: {}", e.getMessage());
      batch.forEach(a -> a.answer().later());
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      switch (matches.get(i)) {
        case Match.One(var candidate) -> record(batch.get(i), candidate);
        case Match.None(var why) -> strangers.put(new Stranger(batch.get(i), why, why.sentence()));
      }
    }
  }

  private void park(List<Stranger> batch) {
    List<Parked> rows = new ArrayList<>(batch.size());
    for (Stranger s : batch) {
      Arrived a = s.arrived();
      rows.add(
          new Parked(
              a.carrier(),
              a.link(),
              a.source(),
              a.receipt(),
              s.reason(),
              s.why(),
              clock.instant()));
    }
    try {
      parked.park(rows);
      boolean isBurst = batch.getFirst().reason() == Unmatched.BURST;
      if (isBurst) {
        rematch.burst(rows.size());
      }
      count.labelValues(isBurst ? "burst" : "parked").inc(rows.size());
      batch.forEach(s -> s.arrived().answer().give(Status.ESME_ROK));
      rematch.ring();
      if (isBurst) {
        lookAtSome(batch);
      }
    } catch (SQLException e) {
      LOG.warn("receipts cannot be parked, the carrier is asked to wait: {}", e.getMessage());
      batch.forEach(s -> s.arrived().answer().later());
    }
  }

  /** Whether what bursts in is about anything that is known here. */
  private void lookAtSome(List<Stranger> batch) {
    Map<String, List<Asked>> byCarrier = new HashMap<>();
    int step = Math.max(1, batch.size() / LOOKED_AT);
    for (int i = 0; i < batch.size(); i += step) {
      Arrived a = batch.get(i).arrived();
      byCarrier.computeIfAbsent(a.carrier(), _ -> new ArrayList<>()).add(a.asked());
    }
    for (var e : byCarrier.entrySet()) {
      Flow flow = flows.computeIfAbsent(e.getKey(), _ -> new Flow());
      try {
        int known = onAir.known(e.getValue());
        flow.noise.looked(known, e.getValue().size() - known, System.nanoTime());
      } catch (SQLException away) {
        LOG.debug("some of a burst could not be looked up: {}", away.getMessage());
      }
    }
  }

  private void keep(List<Kept> batch) {
    try {
      parked.keepInbound(batch.stream().map(Kept::inbound).toList());
      count.labelValues("no_receipt").inc(batch.size());
      batch.forEach(k -> k.answer().give(Status.ESME_ROK));
    } catch (SQLException e) {
      LOG.warn("messages from handsets cannot be stored: {}", e.getMessage());
      batch.forEach(k -> k.answer().later());
    }
  }

  /** Somebody has assigned a parked receipt: that is looked at now. */
  public void assigned() {
    rematch.ring();
  }

  @Override
  public void close() {
    rematch.close();
    retention.close();
    lookups.close();
    strangers.close();
    bursts.close();
    inbound.close();
    answers.close();
    if (rematching != null) {
      rematching.interrupt();
    }
  }
}
