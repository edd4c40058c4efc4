package io.waybill.bench;

import io.waybill.bench.Book.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Clients that send messages over a fixed number of connections that stay open, at a rate or as
/// fast as they are answered. A request waits for a free connection: where the rate is not held,
/// the figures flatter, so look at the rate that was reached.
final class Load implements AutoCloseable {
  private static final int CREATED = 201;
  private static final long AFTER_REFUSAL = TimeUnit.MILLISECONDS.toNanos(50);

  /// What to send.
  ///
  /// @param messages at most so many
  /// @param perSecond 0: as fast as it goes
  /// @param prefix of the recipients' numbers, four digits
  record Order(int messages, int perSecond, int connections, String prefix) {}

  private final Rig rig;
  private final Order order;
  private final Supplier<Place> place;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong turn = new AtomicLong();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicReference<String> complaint = new AtomicReference<>("");
  private final long began = System.nanoTime();
  private volatile boolean stopped;

  /// Begins at once.
  ///
  /// @param place what the book says of each message, asked when it is sent
  Load(Rig rig, Order order, Supplier<Place> place) {
    this.rig = rig;
    this.order = order;
    this.place = place;
    for (int i = 0; i < order.connections(); i++) {
      threads.add(Thread.ofVirtual().name("bench-load-" + i).start(this::sendAll));
    }
  }

  private void sendAll() {
    Pipe pipe = null;
    try {
      while (!stopped) {
        long mine = turn.getAndIncrement();
        if (mine >= order.messages() || !isTurn(mine)) {
          return;
        }
        try {
          pipe = pipe == null ? rig.pipe() : pipe;
          send(pipe);
          pipe = over(pipe, pipe.isOver());
        } catch (IOException e) {
          unanswered.incrementAndGet();
          complaint.compareAndSet("", "no answer: " + e.getMessage());
          pipe = over(pipe, true);
          LockSupport.parkNanos(AFTER_REFUSAL);
        }
      }
    } finally {
      over(pipe, true);
    }
  }

  private static @org.jspecify.annotations.Nullable Pipe over(
      @org.jspecify.annotations.Nullable Pipe pipe, boolean is) {
    if (is && pipe != null) {
      pipe.close();
      return null;
    }
    return pipe;
  }

  /// Waits for the turn; false if there is none any more.
  private boolean isTurn(long number) {
    if (order.perSecond() > 0) {
      long due = began + number * TimeUnit.SECONDS.toNanos(1) / order.perSecond();
      for (long left = due - System.nanoTime(); left > 0 && !stopped; ) {
        LockSupport.parkNanos(Math.min(left, AFTER_REFUSAL));
        left = due - System.nanoTime();
      }
    }
    return !stopped;
  }

  private void send(Pipe pipe) throws IOException {
    int number = rig.book().begin(place.get());
    String body =
        "{\"to\":\"%s\",\"dlr_url\":\"%s\",\"messages\":[{\"channel\":\"sms\",\"sender\":\"Bench\",\"text\":\"Message %d\"}]}"
            .formatted(Operator.recipient(order.prefix(), number), rig.sink().url(number), number);
    Pipe.Answered answer = pipe.post("/v1/omnimessage", body);
    if (answer.status() == CREATED) {
      rig.book().answered(number);
    } else {
      refused.incrementAndGet();
      complaint.compareAndSet("", answer.status() + " " + answer.body());
      LockSupport.parkNanos(AFTER_REFUSAL);
    }
  }

  /// Requests that were answered, but not 201.
  int refused() {
    return refused.get();
  }

  /// Requests that were not answered: what became of them is not known.
  int unanswered() {
    return unanswered.get();
  }

  /// What was wrong first; empty if nothing was.
  String complaint() {
    return complaint.get();
  }

  /// Waits until all is sent or the time is over, then begins nothing new, and waits for the
  /// answers.
  void run(int seconds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (Thread thread : threads) {
      long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
      thread.join(left);
    }
    finish();
  }

  /// Begins nothing new; returns when everything begun was answered.
  void finish() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() {
    stopped = true;
  }
}
