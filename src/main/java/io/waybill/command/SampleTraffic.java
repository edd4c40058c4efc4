package io.waybill.command;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A little life in the demo: a message every few seconds, and a receiver for its callbacks. */
final class SampleTraffic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SampleTraffic.class);

  /** So many messages go by SMS alone before one is tried by Viber first. */
  private static final int CHAIN_EVERY = 4;

  private static final String FIRST_BY_VIBER =
      "{\"channel\":\"viber\",\"sender\":\"Waybill\",\"ttl\":20,\"text\":\"Sample message\"},";

  private final String url;
  private final String authorization;
  private @Nullable HttpServer receiver;
  private @Nullable Thread thread;

  SampleTraffic(String url, String username, String password) {
    this.url = url;
    this.authorization =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  void start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readNBytes(10_000);
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    receiver = server;
    int callbackPort = server.getAddress().getPort();
    thread = Thread.ofVirtual().name("sample-traffic").start(() -> send(callbackPort));
  }

  private void send(int callbackPort) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 1; ; i++) {
        TimeUnit.MILLISECONDS.sleep(2_000 + ThreadLocalRandom.current().nextInt(2_000));
        int outcome = ThreadLocalRandom.current().nextInt(12);
        String body =
            """
            {"to":"+3725555%04d","reference":"sample-%d",\
            "dlr_url":"http://127.0.0.1:%d/reports",\
            "messages":[%s{"channel":"sms","sender":"Waybill","text":"Sample message %d"}]}\
            """
                .formatted(
                    ThreadLocalRandom.current().nextInt(100) * 100 + outcome,
                    i,
                    callbackPort,
                    i % CHAIN_EVERY == 0 ? FIRST_BY_VIBER : "",
                    i);
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(url + "/v1/omnimessage"))
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        client.send(request, HttpResponse.BodyHandlers.discarding());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.info("sample traffic ends: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
    HttpServer server = receiver;
    if (server != null) {
      server.stop(0);
    }
  }
}
