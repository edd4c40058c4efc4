package io.waybill.simulator;

import io.waybill.settings.Unusable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at a file about every second and lets its personality play when it has changed. What
/// cannot be read is said once, and the last good one goes on.
final class Follower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Simulator simulator;
  private final Path file;
  private final List<String> settings;
  private final Thread thread;
  private String seen;

  private Follower(Simulator simulator, Path file, List<String> settings, String seen) {
    this.simulator = simulator;
    this.file = file;
    this.settings = settings;
    this.seen = seen;
    this.thread = Thread.ofVirtual().name("simulator-file").unstarted(this::run);
  }

  /// Plays what the file says now, and follows it from now on.
  ///
  /// @param settings laid over what the file says, each time
  /// @throws Unusable if it is wrong now
  static Follower follow(Simulator simulator, Path file, List<String> settings)
      throws IOException, Unusable {
    String text = read(file);
    simulator.play(Cast.read(text, file.toString()).with(settings));
    Follower follower = new Follower(simulator, file, settings, text);
    follower.thread.start();
    return follower;
  }

  /// The text of a personality's file.
  ///
  /// @throws IOException also if it is larger than any personality may be
  static String read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] octets = in.readNBytes(Document.SIZE_MAX + 1);
      if (octets.length > Document.SIZE_MAX) {
        throw new IOException(file + " is larger than " + Document.SIZE_MAX + " octets");
      }
      return new String(octets, StandardCharsets.UTF_8);
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    String text;
    try {
      text = read(file);
    } catch (IOException e) {
      report("cannot be read: " + e.getMessage());
      return;
    }
    if (text.equals(seen)) {
      return;
    }
    seen = text;
    try {
      simulator.play(Cast.read(text, file.toString()).with(settings));
      LOG.info("the personality is now what {} says", file);
    } catch (Unusable e) {
      LOG.warn("{} cannot be used, the last good one stays: {}", file, e.getMessage());
    }
  }

  private void report(String problem) {
    if (!problem.equals(seen)) {
      seen = problem;
      LOG.warn("{} {}; the last good one stays", file, problem);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
