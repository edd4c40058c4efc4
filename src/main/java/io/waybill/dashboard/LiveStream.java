package io.waybill.dashboard;

import io.waybill.dashboard.LiveRing.Batch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What one tab is sent: hints that say which messages have changed, never what is in them. At most
 * {@value #PER_SECOND} messages a second; beyond that the newest, and how many changes were left
 * out. Ends after a while: the tab comes back, and its session is looked at again.
 */
final class LiveStream {
  /** More than that nobody can follow. */
  static final int PER_SECOND = 50;

  /** A sign of life, so that proxies keep the connection and a dead one is found. */
  static final Duration BEAT = Duration.ofSeconds(15);

  /** How long one stream lasts. */
  static final Duration LASTS = Duration.ofMinutes(2);

  /** Who takes so long for one hint is cut. */
  static final Duration SLOW = Duration.ofSeconds(5);

  private static final Duration GATHER = Duration.ofMillis(150);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LiveFeed feed;
  private final LiveRing ring;
  private final LongSupplier nanos;
  private long cursor;
  private long windowEnds;
  private int room = PER_SECOND;

  /**
   * @param last the cursor that the tab had; empty: it has just been loaded
   * @param nanos the clock, {@link System#nanoTime} but in tests
   */
  LiveStream(LiveFeed feed, LiveRing ring, String last, LongSupplier nanos) {
    this.feed = feed;
    this.ring = ring;
    this.nanos = nanos;
    cursor = last.isEmpty() ? ring.end() : ring.resume(last);
  }

  /** Writes until the time is over; why it ended, in a word for the metric. */
  String run(OutputStream out) throws IOException {
    long begin = nanos.getAsLong();
    if (cursor < 0) {
      cursor = ring.end();
      var _ = write(out, "event: reset\nid: " + ring.written(cursor) + "\ndata: {}\n\n");
    } else {
      var _ =
          write(out, "retry: 1000\nid: " + ring.written(cursor) + "\nevent: ready\ndata: {}\n\n");
    }
    try {
      while (!feed.isClosed() && nanos.getAsLong() - begin < LASTS.toNanos()) {
        ring.await(cursor, BEAT);
        if (feed.isClosed()) {
          break;
        }
        boolean isQuick;
        if (ring.end() == cursor) {
          isQuick = write(out, ": here\n\n");
        } else {
          Thread.sleep(GATHER);
          isQuick = send(out);
        }
        if (!isQuick) {
          return "slow";
        }
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    return "over";
  }

  private boolean send(OutputStream out) throws IOException, InterruptedException {
    long now = nanos.getAsLong();
    if (now - windowEnds >= 0) {
      windowEnds = now + SECOND;
      room = PER_SECOND;
    }
    Batch batch = ring.after(cursor, room);
    cursor = batch.cursor();
    room -= batch.ids().size();
    boolean isQuick = write(out, event(ring, batch));
    if (room == 0) {
      Thread.sleep(Math.max(0, Duration.ofNanos(windowEnds - nanos.getAsLong()).toMillis() + 1));
    }
    return isQuick;
  }

  static String event(LiveRing ring, Batch batch) {
    return "event: changed\nid: %s\ndata: {\"ids\":[%s],\"left\":%d}\n\n"
        .formatted(
            ring.written(batch.cursor()),
            batch.ids().stream()
                .map(id -> '"' + id.toString() + '"')
                .collect(Collectors.joining(",")),
            batch.left());
  }

  /** Whether it was taken soon enough. */
  private boolean write(OutputStream out, String text) throws IOException {
    long before = nanos.getAsLong();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
    return nanos.getAsLong() - before < SLOW.toNanos();
  }
}
