package io.waybill.accept;

import static io.waybill.accept.World.GOOD;
import static io.waybill.accept.World.SHOP;
import static io.waybill.accept.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event;
import io.waybill.ops.Health.Check;
import io.waybill.store.Ledger.Outcome;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The document tells the truth about real answers, and about all of them. */
class OpenApiTest {
  private final World world = new World();
  private final ObjectNode document = (ObjectNode) json(world.get("/openapi.json"));
  private final Described described = new Described(document);

  @AfterEach
  void close() {
    world.close();
  }

  /** The routes whose every described answer is seen here. */
  private static final Set<String> OWN =
      Set.of(
          "/v1/omnimessage",
          "/v1/omnimessages",
          "/v1/omnimessage/{id}",
          "/v1/omnimessage/{id}/status",
          "/docs",
          "/docs/{file}",
          "/api/v1/preview",
          "/api/v1/messages",
          "/api/v1/messages/{id}",
          "/health/live",
          "/health/ready",
          "/metrics",
          "/openapi.yaml",
          "/openapi.json");

  @Test
  void realAnswersAreAsDescribed() {
    sending("/v1/omnimessage", GOOD);
    sending("/api/v1/messages", GOOD);
    previewing();
    sending("/v1/omnimessages", "{\"messages\":[" + GOOD + ",{}]}");
    asking();
    world.health.add("database", () -> new Check.Up());
    check("GET", "/health/live", world.get("/health/live"));
    check("GET", "/health/ready", world.get("/health/ready"));
    world.health.add("link", () -> new Check.Down("gone"));
    check("GET", "/health/ready", world.get("/health/ready"));
    check("GET", "/openapi.yaml", world.get("/openapi.yaml"));
    check("GET", "/openapi.json", world.get("/openapi.json"));
    check("GET", "/metrics", world.get("/metrics"));
    check("GET", "/docs", world.get("/docs"));
    for (String file : new String[] {"start.js", "swagger-ui.css", "passwd"}) {
      check("GET", "/docs/{file}", world.get("/docs/" + file));
    }
    Set<String> all = described.described();
    // The other routes have tests of their own.
    all.removeIf(answer -> !OWN.contains(answer.split(" ", 3)[1]) || answer.endsWith(" 408"));
    all.remove("post /api/v1/preview 500"); // nothing in it can be made to fail
    all.remove("post /api/v1/preview 503"); // no room for the body: BodyRoomTest
    assertThat(described.seen()).isEqualTo(all);
  }

  private void sending(String path, String good) {
    check("POST", path, world.call("POST", path, SHOP, good, "Idempotency-Key", path));
    check("POST", path, world.call("POST", path, SHOP, good, "Idempotency-Key", path));
    check("POST", path, world.call("POST", path, SHOP, "{}", "Idempotency-Key", path));
    check("POST", path, world.call("POST", path, SHOP, "{\"to\":1}"));
    String full = good.replaceFirst("\"to\"", "\"dlr_url\":\"https://full.example/a\",\"to\"");
    check("POST", path, world.call("POST", path, SHOP, full));
    check("POST", path, world.call("POST", path, "", good));
    check("POST", path, world.call("POST", path, World.READS, good));
    check("POST", path, world.call("POST", path, SHOP, "a".repeat(9_000_000)));
    world.ledger.instead = new Outcome.Busy("");
    check("POST", path, world.call("POST", path, SHOP, good));
    world.ledger.instead = new Outcome.NotFound();
    check("POST", path, world.call("POST", path, SHOP, good));
    world.ledger.instead = null;
  }

  private void previewing() {
    String path = "/api/v1/preview";
    check("POST", path, world.call("POST", path, SHOP, "{\"text\":\"Tere „maailm“ ЖЖ\"}"));
    check("POST", path, world.call("POST", path, SHOP, "{}"));
    check("POST", path, world.call("POST", path, "", "{}"));
    check("POST", path, world.call("POST", path, World.READS, "{}"));
    check("POST", path, world.call("POST", path, SHOP, "a".repeat(300_000)));
  }

  private void asking() {
    String id = json(world.send(GOOD)).at("/messages/0/message_id").stringValue();
    String nobodys = UUID.randomUUID().toString();
    for (String known : new String[] {id, nobodys}) {
      check("GET", "/v1/omnimessage/{id}/status", known, SHOP);
      check("GET", "/api/v1/messages/{id}", known, SHOP);
    }
    check("GET", "/v1/omnimessage/{id}/status", id, "shop:wrong");
    check("GET", "/api/v1/messages/{id}", id, "shop:wrong");
    check("GET", "/api/v1/messages", id, "shop:wrong");
    forbidden(id);
    tooMany(nobodys); // nothing is to be cancelled
    check("GET", "/api/v1/messages", id, SHOP);
    check("GET", "/api/v1/messages", world.get("/api/v1/messages?limit=0"));
    world.ledger.instead = new Outcome.Busy("");
    check("DELETE", "/v1/omnimessage/{id}", id, SHOP);
    world.ledger.instead = null;
    check("DELETE", "/v1/omnimessage/{id}", id, "");
    check("DELETE", "/v1/omnimessage/{id}", id, SHOP);
    check("DELETE", "/v1/omnimessage/{id}", id, SHOP);
    failed(json(world.send(GOOD)).at("/messages/0/message_id").stringValue());
    world.ledger.broken = true;
    lookUps(id);
    world.ledger.broken = false;
    world.ledger.away = true;
    lookUps(id);
    world.ledger.away = false;
  }

  /**
   * A key that may only send reads nothing, and one that may only read sends and cancels nothing.
   */
  private void forbidden(String id) {
    check("POST", "/v1/omnimessage", world.post(World.READS, GOOD));
    check("POST", "/v1/omnimessages", world.call("POST", "/v1/omnimessages", World.READS, GOOD));
    check("DELETE", "/v1/omnimessage/{id}", id, World.READS);
    check("GET", "/v1/omnimessage/{id}/status", id, World.SENDS);
    check("GET", "/api/v1/messages/{id}", id, World.SENDS);
    check("GET", "/api/v1/messages", id, World.SENDS);
  }

  private void tooMany(String id) {
    for (String answer : described.described()) {
      String[] words = answer.split(" ", 3);
      if (words[2].equals("429") && OWN.contains(words[1])) {
        tooMany(words[0].toUpperCase(Locale.ROOT), words[1], id);
      }
    }
  }

  /** Two in the same second are one too many for this key. */
  private void tooMany(String method, String template, String id) {
    HttpResponse<String> response;
    do {
      response = world.call(method, template.replace("{id}", id), World.SLOW, "");
    } while (response.statusCode() != 429);
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
    check(method, template, response);
  }

  private void lookUps(String id) {
    check("GET", "/v1/omnimessage/{id}/status", id, SHOP);
    check("GET", "/api/v1/messages/{id}", id, SHOP);
    check("GET", "/api/v1/messages", id, SHOP);
    check("DELETE", "/v1/omnimessage/{id}", id, SHOP);
  }

  private void failed(String id) {
    Event event = new Event.CannotSend(World.NOON, 9, "no route");
    assertThat(world.ledger.record(UUID.fromString(id), event).join()).isNotNull();
    check("GET", "/v1/omnimessage/{id}/status", id, SHOP);
    check("GET", "/api/v1/messages/{id}", id, SHOP);
  }

  private void check(String method, String template, String id, String who) {
    check(method, template, world.call(method, template.replace("{id}", id), who, ""));
  }

  private void check(String method, String template, HttpResponse<String> response) {
    described.check(method, template, response);
  }
}
