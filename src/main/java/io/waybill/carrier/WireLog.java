package io.waybill.carrier;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.waybill.smpp.Pdu;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes over one link, line by line, into a file that only our user may read. It ends by itself
 * when its time is over or the file is full, and never holds up the link: lines that come faster
 * than the disk takes them are left out, and counted in the file.
 */
public final class WireLog implements AutoCloseable {
  /** The longest time. */
  public static final Duration LONGEST = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(WireLog.class);
  private static final long OCTETS_MAX = 50L << 20;
  private static final int FILES_MAX = 20;
  private static final int WAITING_MAX = 20_000;

  private final Path file;
  private final Instant until;
  private final boolean texts;
  private final InstantSource clock;
  private final BufferedWriter out;
  private final long octetsMax;
  private final ArrayBlockingQueue<String> lines = new ArrayBlockingQueue<>(WAITING_MAX);
  private final AtomicLong leftOut = new AtomicLong();
  private volatile boolean open = true;
  private long written;

  private WireLog(
      Path file,
      Instant until,
      boolean texts,
      InstantSource clock,
      long octetsMax,
      BufferedWriter w) {
    this.file = file;
    this.until = until;
    this.texts = texts;
    this.clock = clock;
    this.octetsMax = octetsMax;
    this.out = w;
  }

  /**
   * Begins one in a directory, which is made; the oldest of more than twenty files there goes.
   *
   * @param time how long, at most {@link #LONGEST}
   * @param texts whether texts are written, too; passwords never are
   */
  public static WireLog open(
      Path directory, String link, Duration time, boolean texts, InstantSource clock)
      throws IOException {
    return open(directory, link, time, texts, clock, OCTETS_MAX);
  }

  static WireLog open(
      Path directory,
      String link,
      Duration time,
      boolean texts,
      InstantSource clock,
      long octetsMax)
      throws IOException {
    if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a wire log lasts from a second to " + LONGEST.toMinutes() + " minutes");
    }
    Files.createDirectories(directory);
    tidy(directory);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String stamp = now.toString().replaceAll("[:.-]", "");
    Path file = directory.resolve(link + "-" + stamp + ".log");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(
                Files.newOutputStream(file, StandardOpenOption.APPEND), US_ASCII));
    WireLog log = new WireLog(file, now.plus(time), texts, clock, octetsMax, out);
    Thread.ofVirtual().name("wire-log").start(log::writeAll);
    log.note("wire log of link " + link + (texts ? " with texts" : ", texts masked"));
    return log;
  }

  private static void tidy(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.list(directory)) {
      all =
          files
              .filter(f -> f.toString().endsWith(".log"))
              .sorted((a, b) -> Long.compare(a.toFile().lastModified(), b.toFile().lastModified()))
              .toList();
    }
    for (int i = 0; i <= all.size() - FILES_MAX; i++) {
      Files.deleteIfExists(all.get(i));
    }
  }

  /** Where it is written. */
  public Path file() {
    return file;
  }

  /** When it ends by itself. */
  public Instant until() {
    return until;
  }

  /** Whether texts are written. */
  public boolean texts() {
    return texts;
  }

  /** Whether it goes on. */
  public boolean isOpen() {
    return open;
  }

  void read(Pdu pdu) {
    note("< " + WireLine.of(pdu, texts));
  }

  void wrote(Pdu pdu) {
    note("> " + WireLine.of(pdu, texts));
  }

  void note(String line) {
    if (open && !lines.offer(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + line)) {
      leftOut.incrementAndGet();
    }
  }

  private void writeAll() {
    try (out) {
      String end = "it was switched off";
      while (open && clock.instant().isBefore(until)) {
        String line = lines.poll(200, TimeUnit.MILLISECONDS);
        if (line == null) {
          out.flush();
        } else if (!write(line)) {
          end = "the file is full";
          break;
        }
      }
      if (open && !clock.instant().isBefore(until)) {
        end = "the time is over";
      }
      open = false;
      String rest;
      while ((rest = lines.poll()) != null && write(rest)) {
        // until there is no more
      }
      long missing = leftOut.get();
      out.write(clock.instant() + " end: " + end + "; " + missing + " lines were left out\n");
    } catch (IOException e) {
      LOG.warn("the wire log {} ends: {}", file, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open = false;
    }
  }

  /** False if the file is full. */
  private boolean write(@Nullable String line) throws IOException {
    if (line == null || written + line.length() > octetsMax) {
      return false;
    }
    out.write(line);
    out.write('\n');
    written += line.length() + 1;
    return true;
  }

  /** Ends it; what was noted is still written. */
  @Override
  public void close() {
    open = false;
  }
}
