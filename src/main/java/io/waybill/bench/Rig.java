package io.waybill.bench;

import io.waybill.bench.Book.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Everything around the Waybill that is measured, and that itself.
final class Rig implements AutoCloseable {
  /// Prefix of the numbers of the first carrier, and of the second.
  static final String PREFIX = "3725";

  static final String OTHER_PREFIX = "3728";

  /// Nothing that a run waits for may stand still longer: retries and binds take some seconds.
  private static final long STANDSTILL_NANOS = TimeUnit.SECONDS.toNanos(45);

  private static final int LOOK_MILLIS = 50;
  private static final int RUSH = 16;
  private static final int WARM_UP_SECONDS = 120;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Book book = new Book();
  private final Sink sink;
  private final Subject subject;
  private final Admin admin;
  private final String login;
  private final Consumer<String> say;

  /// Starts Waybill in this directory, and makes an account with a key.
  ///
  /// @param say takes sentences about how far the run is
  Rig(Path directory, Consumer<String> say) throws IOException, InterruptedException {
    this.say = say;
    boolean built = false;
    try {
      sink = keep(new Sink(book));
      say.accept("starting Waybill in " + directory);
      subject = keep(Subject.start(directory));
      admin = keep(new Admin(subject.port(), subject.operator()));
      admin.awaitLetIn();
      admin.put("accounts/bench", Map.of());
      String key = "bench-" + System.currentTimeMillis();
      String password =
          admin
              .put("keys/" + key, Map.of("account", "bench", "sender", "Bench"))
              .path("password")
              .asString();
      login =
          Base64.getEncoder()
              .encodeToString((key + ":" + password).getBytes(StandardCharsets.ISO_8859_1));
      built = true;
    } finally {
      if (!built) {
        close();
      }
    }
  }

  /// Is closed with the rig, before what was there earlier.
  <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  Book book() {
    return book;
  }

  Sink sink() {
    return sink;
  }

  Subject subject() {
    return subject;
  }

  Admin admin() {
    return admin;
  }

  void say(String sentence) {
    say.accept(sentence);
  }

  /// A new connection of a client with the key.
  Pipe pipe() throws IOException {
    return new Pipe(subject.port(), login);
  }

  /// Makes a carrier and the route of a prefix to it.
  void carrier(String name, String prefix) throws IOException, InterruptedException {
    admin.put("carriers/" + name, Map.of());
    admin.put("routes/" + name, Map.of("carrier", name, "prefix", prefix));
  }

  /// Makes a link of a carrier; its system_id is the carrier's name, so receipts may come over any
  /// of its links.
  void link(String name, String carrier, int port) throws IOException, InterruptedException {
    Map<String, Object> fields = new HashMap<>();
    fields.put("carrier", carrier);
    fields.put("host", "127.0.0.1");
    fields.put("port", port);
    fields.put("system_id", carrier);
    fields.put("password", "secret");
    admin.put("links/" + name, fields);
  }

  /// Waits until a link says that it is bound, at most as long as [#await] does.
  void awaitBound(String link) throws InterruptedException {
    await(() -> stateOf(link).equals("bound"), () -> 0);
  }

  private String stateOf(String link) {
    try {
      return admin.get("links/" + link).path("live").path("state").asString("");
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /// Sends so many messages and waits for their ends, so that nothing is measured that is only the
  /// program getting warm.
  void warmUp(int messages, Place place) throws InterruptedException {
    if (messages > 0) {
      say("warming up with " + messages + " messages");
      try (Load load = new Load(this, new Load.Order(messages, 0, RUSH, PREFIX), () -> place)) {
        load.run(WARM_UP_SECONDS);
      }
      awaitAllOver();
    }
  }

  /// Waits until the customer was told the end of everything that was accepted, or nothing has
  /// happened for 45 s.
  void awaitAllOver() throws InterruptedException {
    await(() -> book.over() >= book.accepted(), () -> book.over() + book.submits());
  }

  /// How far something is; it counts as standing still while this does not change.
  interface Progress {
    long now();
  }

  /// Waits for a condition until it is true, or nothing has moved for 45 s, or Waybill has ended.
  void await(BooleanSupplier condition, Progress progress) throws InterruptedException {
    long seen = progress.now();
    long moved = System.nanoTime();
    while (!condition.getAsBoolean()
        && System.nanoTime() - moved < STANDSTILL_NANOS
        && subject.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      long now = progress.now();
      if (now != seen) {
        seen = now;
        moved = System.nanoTime();
      }
    }
  }

  @Override
  public void close() {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) { // the others must still be closed
        say.accept("%s did not close: %s".formatted(part.getClass().getSimpleName(), e));
      }
    }
    parts.clear();
  }
}
