package io.waybill.journey;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An endpoint that does as it is told, and remembers what came when.
final class Sink implements AutoCloseable {
  private static final Pattern TIMESTAMP = Pattern.compile("\"timestamp\":\"([^\"]+)\"");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int status = 200;
  private volatile boolean hangs;

  /// @param madeAt when the status changed, by the report itself
  record Call(String delivery, Instant madeAt, Instant cameAt) {}

  Sink() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 200);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/reports?from=waybill";
  }

  void answers(int newStatus) {
    status = newStatus;
  }

  void hangs() {
    hangs = true;
  }

  void forget() {
    calls.clear();
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /// From the change of status to here.
  List<Duration> delays() {
    return calls.stream().map(c -> Duration.between(c.madeAt(), c.cameAt())).toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Matcher timestamp = TIMESTAMP.matcher(body);
      Instant madeAt = timestamp.find() ? Instant.parse(timestamp.group(1)) : Instant.EPOCH;
      calls.add(
          new Call(
              exchange.getRequestHeaders().getFirst("Waybill-Delivery-Id"),
              madeAt,
              Clock.systemUTC().instant()));
      if (hangs) {
        closed.await();
      }
      exchange.sendResponseHeaders(status, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
