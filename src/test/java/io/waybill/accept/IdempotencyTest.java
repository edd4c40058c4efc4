package io.waybill.accept;

import static io.waybill.accept.World.GOOD;
import static io.waybill.accept.World.OTHER;
import static io.waybill.accept.World.SHOP;
import static io.waybill.accept.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.store.Ledger.Outcome;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private HttpResponse<String> send(String key, String body) {
    return world.post(SHOP, body, "Idempotency-Key", key);
  }

  @Test
  void theSameRequestAgainGetsTheSameAnswerAndSendsNothing() {
    var first = send("k 1", GOOD);
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
    var again = send("k 1", GOOD);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
    assertThat(world.ledger.size()).isEqualTo(1);
  }

  @Test
  void anotherBodyUnderTheSameKeyIsAConflict() {
    send("k", GOOD);
    var other = send("k", GOOD.replace("Hello", "Bye"));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(json(other).at("/errors/0/code").stringValue()).isEqualTo("105");
    assertThat(world.ledger.size()).isEqualTo(1);
  }

  @Test
  void theSameKeyOnAnotherRouteIsAConflict() {
    assertThat(send("k", GOOD).statusCode()).isEqualTo(201);
    for (String route : List.of("/api/v1/messages", "/v1/omnimessages")) {
      var other = world.call("POST", route, SHOP, GOOD, "Idempotency-Key", "k");
      assertThat(other.statusCode()).as(route).isEqualTo(409);
      assertThat(other.body()).contains("another route");
    }
    assertThat(world.ledger.size()).isEqualTo(1);
  }

  @Test
  void keysBelongToTheirUser() {
    send("k", GOOD);
    assertThat(world.post(OTHER, GOOD, "Idempotency-Key", "k").statusCode()).isEqualTo(201);
    assertThat(world.ledger.size()).isEqualTo(2);
  }

  @Test
  void whatWasNotAcceptedIsNotKept() {
    assertThat(send("k", "{").statusCode()).isEqualTo(400);
    world.ledger.instead = new Outcome.Busy("no room");
    assertThat(send("k", GOOD).statusCode()).isEqualTo(503);
    world.ledger.instead = null;
    var good = send("k", GOOD);
    assertThat(good.statusCode()).isEqualTo(201);
    assertThat(good.headers().firstValue("Idempotent-Replayed")).isEmpty();
  }

  @Test
  void keysHaveAForm() {
    assertThat(send("k".repeat(255), GOOD).statusCode()).isEqualTo(201);
    assertThat(send("k".repeat(256), GOOD).statusCode()).isEqualTo(400);
  }

  @Test
  void sixtyFourAtOnceSendOneMessage() throws Exception {
    world.ledger.gate = new CompletableFuture<>();
    List<HttpResponse<String>> responses = new ArrayList<>();
    HttpResponse<String> conflict;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> all = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        all.add(threads.submit(() -> send("k", GOOD)));
      }
      world.ledger.asked.await();
      conflict = send("k", GOOD.replace("Hello", "Bye"));
      world.ledger.gate.complete(null);
      for (Future<HttpResponse<String>> one : all) {
        responses.add(one.get());
      }
    }
    assertThat(world.ledger.size()).isEqualTo(1);
    assertThat(conflict.statusCode()).isEqualTo(409);
    Set<String> bodies = new HashSet<>();
    responses.forEach(response -> bodies.add(response.statusCode() + " " + response.body()));
    assertThat(bodies).hasSize(1).first().asString().startsWith("201 ");
    assertThat(
            responses.stream().filter(r -> r.headers().firstValue("Idempotent-Replayed").isEmpty()))
        .hasSize(1);
  }
}
