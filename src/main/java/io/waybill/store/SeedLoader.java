package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.Lifecycle;
import io.waybill.store.SeedMaker.Made;
import io.waybill.store.SeedMaker.Telling;
import io.waybill.store.SeedMaker.Took;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Takes made messages in the order of their time and hands them, some thousand at once, to a thread
 * that copies them in. Few chunks wait at a time, so memory is bounded. For one thread.
 */
final class SeedLoader implements AutoCloseable {
  private static final int CHUNK = 4_000;
  private static final int WAITING_MAX = 3;

  private final Vault vault;
  private final Instant end;
  private final LocalDate contentFrom;
  private final int hoursFrom;
  private final int quartersFrom;
  private final ArrayBlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(WAITING_MAX);
  private final FutureTask<Void> loading;
  private Chunk chunk = new Chunk(LocalDate.MIN);

  SeedLoader(Database database, Vault vault, Instant end) throws SQLException {
    this.vault = vault;
    this.end = end;
    contentFrom = NewRows.day(end).minusDays(30);
    quartersFrom = RollUp.dayOf(end.minus(RollUp.QUARTERS_FOR));
    hoursFrom = RollUp.dayOf(end.minus(RollUp.HOURS_FOR));
    SeedTables tables = new SeedTables(database);
    loading =
        new FutureTask<>(() -> {
          try (tables) {
            for (Chunk next = queue.take(); next.size > 0 || !next.isLast; next = queue.take()) {
              tables.load(next);
            }
            tables.finish();
          }
          return null;
        });
    Thread.ofPlatform().name("seed-load").start(loading);
  }

  /** Rows of one day. */
  static final class Chunk {
    final LocalDate day;
    final CopyRows history = new CopyRows();
    final CopyRows content = new CopyRows();
    final CopyRows told = new CopyRows();
    final List<LocalDate> purgeDays = new ArrayList<>();
    final Map<Integer, Counters> counters = new HashMap<>();
    final Map<Integer, Map<CounterKey, Slots>> times = new HashMap<>();
    int size;
    boolean isLast;

    Chunk(LocalDate day) {
      this.day = day;
    }
  }

  void add(Made made) throws InterruptedException, ExecutionException {
    LocalDate day = NewRows.day(made.envelope.acceptedAt());
    if (chunk.size >= CHUNK || !day.equals(chunk.day)) {
      next(new Chunk(day));
    }
    chunk.size++;
    rows(made);
    count(made);
  }

  private void rows(Made made) {
    Envelope e = made.envelope;
    long hash = vault.numberHash(e.recipient().substring(1));
    NewRows.shared(chunk.history, e, made.row, made.changedAt, null);
    chunk.history.add(LiveTable.masked(e.recipient())).add(hash);
    chunk.history.add(TimelineLines.of(made.own, Lifecycle.VERSION)).endRow();
    for (Telling t : made.told) {
      chunk.told.add(e.id()).add(t.seq()).add(t.tries()).add(t.waiting()).add(t.lines()).endRow();
    }
    if (!e.purgeDay().isBefore(contentFrom.plusDays(30))) {
      chunk.content.add(e.purgeDay()).add(e.id()).add(e.recipient()).add(made.text.text());
      chunk.content.add((Object) null).endRow();
      if (!chunk.purgeDays.contains(e.purgeDay())) {
        chunk.purgeDays.add(e.purgeDay());
      }
    }
  }

  /** As finely as counters of that age are kept. */
  private void count(Made made) {
    Envelope e = made.envelope;
    CounterKey key = CounterKey.of(e, e.carrier());
    int writer = CounterTable.LOADED;
    CounterKey in = key;
    if (key.bucket() < hoursFrom) {
      writer = CounterTable.DAYS;
      in = key.in(CounterKey.DAY);
    } else if (key.bucket() < quartersFrom) {
      writer = CounterTable.HOURS;
      in = key.in(CounterKey.HOUR);
    }
    chunk
        .counters
        .computeIfAbsent(writer, _ -> new Counters())
        .add(in, made.row.state(), made.row.err(), made.text.parts(), Counters.price(e), 1);
    boolean isOld = key.bucket() < quartersFrom;
    CounterKey timed = key.in(isOld ? CounterKey.DAY : CounterKey.HOUR);
    Slots slots =
        chunk
            .times
            .computeIfAbsent(isOld ? LatencyTable.DAILY : LatencyTable.HOURLY, _ -> new HashMap<>())
            .computeIfAbsent(timed, _ -> new Slots());
    for (Took took : made.took) {
      slots.add(took.kind(), took.time(), 1);
    }
  }

  private void next(@Nullable Chunk then) throws InterruptedException, ExecutionException {
    Chunk full = chunk;
    chunk = then == null ? new Chunk(LocalDate.MAX) : then;
    if (full.size > 0) {
      put(full);
    }
  }

  private void put(Chunk full) throws InterruptedException, ExecutionException {
    while (!queue.offer(full, 100, java.util.concurrent.TimeUnit.MILLISECONDS)) {
      if (loading.isDone()) {
        loading.get();
        throw new IllegalStateException("nothing loads any more before " + end);
      }
    }
  }

  /** Waits until all is committed. */
  void finish() throws InterruptedException, ExecutionException {
    next(null);
    Chunk last = new Chunk(LocalDate.MAX);
    last.isLast = true;
    put(last);
    loading.get();
  }

  @Override
  public void close() {
    loading.cancel(true);
  }
}
