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
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The third step: each deliver_sm is matched and stored, and only then answered. */
public final class Receipts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
  private static final int WAITING_MAX = 10_000;
  private static final int LOOKUP_MAX = 500;
  private static final long HOLD_SECONDS = 10;

  private final Ledger ledger;
  private final OnAir onAir;
  private final ParkedReceipts parked;
  private final InstantSource clock;
  private final io.prometheus.metrics.core.metrics.Counter count;
  private final ArrayBlockingQueue<Arrived> toLookUp = new ArrayBlockingQueue<>(WAITING_MAX);
  private final List<Thread> threads = new ArrayList<>();
  private final Rematch rematch;
  private volatile boolean closed;

  public Receipts(
      Ledger ledger, OnAir onAir, ParkedReceipts parked, InstantSource clock, Metrics metrics) {
    this.ledger = ledger;
    this.onAir = onAir;
    this.parked = parked;
    this.clock = clock;
    this.count =
        metrics.counter(
            "waybill_receipts_total", "Receipts from carriers, by what became of them", "outcome");
    this.rematch = new Rematch(ledger, onAir, parked, clock);
  }

  /** A receipt that came over a link and waits for its answer. */
  private record Arrived(
      String carrier, String link, String source, Receipt receipt, Answer answer) {
    Asked asked() {
      return new Asked(carrier, receipt.carrierId(), source);
    }
  }

  /** Begins to work. */
  public void start() {
    threads.add(Essential.virtual("receipt-lookup").start(this::lookUpAll));
    threads.add(Essential.virtual("receipt-rematch").start(rematch));
  }

  /**
   * A deliver_sm or data_sm of a link. Returns at once unless too much waits.
   *
   * @param answer to be called once with a command_status
   */
  public void delivered(String carrier, String link, ShortMessage message, IntConsumer answer) {
    Answer once = new Answer(answer, HOLD_SECONDS);
    Optional<Receipt> receipt = ReceiptReader.read(message);
    if (receipt.isEmpty()) {
      Thread.startVirtualThread(() -> keep(carrier, link, message, once));
      return;
    }
    Arrived arrived = new Arrived(carrier, link, message.source(), receipt.get(), once);
    switch (onAir.recent(arrived.asked())) {
      case Match.One(var candidate) -> record(arrived, candidate);
      case Match.None _ -> {
        try {
          toLookUp.put(arrived);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          once.give(Status.ESME_RX_T_APPN);
        }
      }
    }
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
                Thread.startVirtualThread(() -> park(List.of(arrived), why));
            case Outcome.NotFound _ ->
                Thread.startVirtualThread(
                    () -> park(List.of(arrived), "its message is not stored (yet)"));
            case Outcome.Busy _ -> arrived.answer().give(Status.ESME_RX_T_APPN);
          }
        });
  }

  private void lookUpAll() {
    List<Arrived> batch = new ArrayList<>(LOOKUP_MAX);
    while (!closed) {
      try {
        Arrived first = toLookUp.poll(200, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        batch.add(first);
        toLookUp.drainTo(batch, LOOKUP_MAX - 1);
        lookUp(batch);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("receipts could not be looked up", e);
        batch.forEach(a -> a.answer().give(Status.ESME_RX_T_APPN));
      } finally {
        batch.clear();
      }
    }
  }

  private void lookUp(List<Arrived> batch) {
    List<Match> matches;
    try {
      matches = onAir.find(batch.stream().map(Arrived::asked).toList());
    } catch (SQLException e) {
      LOG.warn("receipts cannot be looked up, the carrier is asked to wait: {}", e.getMessage());
      batch.forEach(a -> a.answer().give(Status.ESME_RX_T_APPN));
      return;
    }
    List<Arrived> strangers = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      switch (matches.get(i)) {
        case Match.One(var candidate) -> record(batch.get(i), candidate);
        case Match.None(var why) -> {
          strangers.add(batch.get(i));
          reasons.add(why);
        }
      }
    }
    park(strangers, reasons);
  }

  private void park(List<Arrived> strangers, String why) {
    park(strangers, strangers.stream().map(_ -> why).toList());
  }

  private void park(List<Arrived> strangers, List<String> reasons) {
    if (strangers.isEmpty()) {
      return;
    }
    List<Parked> rows = new ArrayList<>(strangers.size());
    for (int i = 0; i < strangers.size(); i++) {
      Arrived a = strangers.get(i);
      rows.add(
          new Parked(
              a.carrier(), a.link(), a.source(), a.receipt(), reasons.get(i), clock.instant()));
    }
    try {
      parked.park(rows);
      count.labelValues("parked").inc(rows.size());
      strangers.forEach(a -> a.answer().give(Status.ESME_ROK));
      rematch.ring();
    } catch (SQLException e) {
      LOG.warn("receipts cannot be parked, the carrier is asked to wait: {}", e.getMessage());
      strangers.forEach(a -> a.answer().give(Status.ESME_RX_T_APPN));
    }
  }

  private void keep(String carrier, String link, ShortMessage message, Answer answer) {
    try {
      parked.keepInbound(
          new Inbound(
              carrier,
              link,
              message.source(),
              message.dest(),
              message.esmClass(),
              message.dataCoding(),
              clock.instant()),
          message.payload().toByteArray());
      count.labelValues("no_receipt").inc();
      answer.give(Status.ESME_ROK);
    } catch (SQLException e) {
      LOG.warn("a message from a handset cannot be stored: {}", e.getMessage());
      answer.give(Status.ESME_RX_T_APPN);
    }
  }

  @Override
  public void close() {
    closed = true;
    rematch.close();
    threads.forEach(Thread::interrupt);
  }
}
