package io.waybill.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The customer's server: remembers every report that it is told, in the order of arrival.
final class Customer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, List<Told>> told = new ConcurrentHashMap<>();
  private final List<String> forged = new CopyOnWriteArrayList<>();
  private volatile ToIntFunction<Told> manner = _ -> 200;

  /// @param delivery the id of the report, the same on every try
  record Told(String message, String status, int err, String delivery, String channel) {
    /// Status and error number, as the tests write them.
    String words() {
      return status + " " + err;
    }
  }

  Customer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 200);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  URI uri() {
    return URI.create(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/reports?from=waybill");
  }

  /// The HTTP status that is answered to each report.
  void answers(ToIntFunction<Told> newManner) {
    manner = newManner;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String signature = exchange.getRequestHeaders().getFirst("X-Messente-Signature");
      if (!signature(body).equals(signature)) {
        forged.add(new String(body, UTF_8) + " signed " + signature);
      }
      JsonNode report = JSON.readTree(body);
      Told one =
          new Told(
              report.path("message_id").asString(),
              report.path("status").asString(),
              report.path("err").asInt(),
              String.valueOf(exchange.getRequestHeaders().getFirst("Waybill-Delivery-Id")),
              report.path("channel").asString());
      told.computeIfAbsent(one.message(), _ -> new CopyOnWriteArrayList<>()).add(one);
      exchange.sendResponseHeaders(manner.applyAsInt(one), -1);
    }
  }

  /// Everything told about a message, repetitions too.
  List<Told> told(String message) {
    return List.copyOf(told.getOrDefault(message, List.of()));
  }

  /// What {@link #told} says, in words.
  List<String> words(String message) {
    return told(message).stream().map(Told::words).toList();
  }

  /// The messages of which anything was told.
  List<String> messages() {
    return List.copyOf(told.keySet());
  }

  /// Reports whose signature was not the key's.
  List<String> forged() {
    return forged;
  }

  /// Computed here on its own: HMAC-SHA256 over the body with the API password (contract 1.6).
  private static String signature(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Site.PASSWORD.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
