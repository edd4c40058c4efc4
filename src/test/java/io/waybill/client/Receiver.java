package io.waybill.client;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The customer's own server: keeps each callback as it came, and answers 204. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final List<Came> callbacks = new CopyOnWriteArrayList<>();

  /** One callback: its raw body and the header that signs it. */
  @SuppressWarnings("ArrayRecordComponent") // the raw octets are what is signed
  record Came(byte[] body, String signature) {}

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readNBytes(100_000);
          String signature = exchange.getRequestHeaders().getFirst("X-Messente-Signature");
          callbacks.add(new Came(body, String.valueOf(signature)));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/reports";
  }

  /** Everything that came so far, in order. */
  List<Came> callbacks() {
    return callbacks;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
