package io.waybill.journey;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Clients that send at a steady rate and, as long as they get no answer, send the same again under
/// the same Idempotency-Key.
final class Load implements AutoCloseable {
  private static final int RETRY_MILLIS = 40;
  private static final int BUSY = 503;
  private static final int CREATED = 201;

  private final Api api;
  private final AtomicInteger next = new AtomicInteger();
  private final Map<Integer, String> ids = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable String> surprise = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean calm;

  Load(int port) {
    api = new Api(port);
  }

  /// Starts sending.
  void begin(int clients, int perSecond) {
    calm = false;
    long pauseMillis = 1_000L * clients / perSecond;
    for (int i = 0; i < clients; i++) {
      threads.add(Thread.ofVirtual().start(() -> sendOn(pauseMillis)));
    }
  }

  /// Begins nothing new; returns when everything begun has been answered.
  void calm() {
    calm = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
    threads.clear();
    if (surprise.get() != null) {
      throw new AssertionError("a client was answered " + surprise.get());
    }
  }

  private void sendOn(long pauseMillis) {
    while (!calm && surprise.get() == null) {
      long began = System.nanoTime();
      send(next.incrementAndGet());
      long spent = (System.nanoTime() - began) / 1_000_000;
      Await.rest(Math.max(1, pauseMillis - spent));
    }
  }

  private void send(int number) {
    ObjectNode sms = Api.sms("+" + to(number), text(number));
    long giveUp = System.nanoTime() + 60_000_000_000L;
    while (System.nanoTime() < giveUp) {
      try {
        HttpResponse<String> answer = api.post(sms.toString(), "order-" + number);
        if (answer.statusCode() == CREATED) {
          ids.put(number, Api.messageId(answer));
          return;
        }
        if (answer.statusCode() != BUSY) {
          surprise.set(answer.statusCode() + " " + answer.body());
          return;
        }
      } catch (IOException noAnswer) {
        // that is what the key is for
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      Await.rest(RETRY_MILLIS);
    }
    surprise.set("nothing for 60 s, order " + number);
  }

  /// Each message has its own recipient, digits without +.
  static String to(int number) {
    return "3725" + (1_000_000 + number);
  }

  /// Each tenth makes two parts.
  static int parts(int number) {
    return number % 10 == 0 ? 2 : 1;
  }

  private static String text(int number) {
    String text = "order " + number + " is on its way";
    return parts(number) > 1 ? text + ".".repeat(200 - text.length()) : text;
  }

  /// Which recipient a part went to tells the order.
  static int number(String to) {
    return Integer.parseInt(to.substring(4)) - 1_000_000;
  }

  /// What was answered 201: order to message.
  Map<Integer, String> ids() {
    return Map.copyOf(ids);
  }

  int accepted() {
    return ids.size();
  }

  @Override
  public void close() {
    calm = true;
    threads.forEach(Thread::interrupt);
    api.close();
  }
}
