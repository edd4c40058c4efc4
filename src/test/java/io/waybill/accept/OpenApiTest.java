package io.waybill.accept;

import static io.waybill.accept.World.GOOD;
import static io.waybill.accept.World.SHOP;
import static io.waybill.accept.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.waybill.message.Event;
import io.waybill.ops.Health.Check;
import io.waybill.store.Ledger.Outcome;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The document tells the truth about real answers, and about all of them. */
class OpenApiTest {
  private final World world = new World();
  private final ObjectNode document = (ObjectNode) json(world.get("/openapi.json"));
  private final Set<String> seen = new TreeSet<>();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everyRouteIsDescribedAndEveryDescriptionIsServed() {
    Set<String> served = new TreeSet<>();
    world.routes().forEach(route -> served.add(route.method() + " " + route.pattern()));
    Set<String> described = new TreeSet<>();
    document
        .get("paths")
        .forEachEntry((path, methods) ->
            methods
                .propertyNames()
                .forEach(m -> described.add(m.toUpperCase(Locale.ROOT) + " " + path)));
    assertThat(described).isEqualTo(served);
  }

  @Test
  void realAnswersAreAsDescribed() {
    sending();
    asking();
    world.health.add("database", () -> new Check.Up());
    check("GET", "/health/live", world.get("/health/live"));
    check("GET", "/health/ready", world.get("/health/ready"));
    world.health.add("link", () -> new Check.Down("gone"));
    check("GET", "/health/ready", world.get("/health/ready"));
    check("GET", "/openapi.yaml", world.get("/openapi.yaml"));
    check("GET", "/openapi.json", world.get("/openapi.json"));
    check("GET", "/metrics", world.get("/metrics"));
    Set<String> described = described();
    described.remove("post /v1/omnimessage 408");
    assertThat(seen).isEqualTo(described);
  }

  private void sending() {
    String path = "/v1/omnimessage";
    check("POST", path, world.post(SHOP, GOOD, "Idempotency-Key", "k"));
    check("POST", path, world.post(SHOP, GOOD, "Idempotency-Key", "k"));
    check("POST", path, world.post(SHOP, "{}", "Idempotency-Key", "k"));
    check("POST", path, world.send("{\"to\":1}"));
    check("POST", path, world.post("", GOOD));
    check("POST", path, world.send("a".repeat(300_000)));
    world.ledger.instead = new Outcome.Busy("");
    check("POST", path, world.send(GOOD));
    world.ledger.instead = new Outcome.NotFound();
    check("POST", path, world.send(GOOD));
    world.ledger.instead = null;
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
    check("GET", "/v1/omnimessage/{id}/status", id, SHOP);
    check("GET", "/api/v1/messages/{id}", id, SHOP);
    check("GET", "/api/v1/messages", id, SHOP);
    check("DELETE", "/v1/omnimessage/{id}", id, SHOP);
    world.ledger.broken = false;
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
    String verb = method.toLowerCase(Locale.ROOT);
    String status = Integer.toString(response.statusCode());
    seen.add(verb + " " + template + " " + status);
    JsonNode described = document.get("paths").get(template).get(verb).get("responses").get(status);
    assertThat(described).as("%s %s %s", method, template, status).isNotNull();
    if (described.has("$ref")) {
      described = document.at(described.get("$ref").stringValue().substring(1));
    }
    String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
    JsonNode content = described.get("content").get(type);
    assertThat(content).as("%s of %s %s", type, method, template).isNotNull();
    if (type.endsWith("json")) {
      assertThat(validate(content.get("schema"), response.body()))
          .as("%s %s: %s", method, template, response.body())
          .isEmpty();
    }
  }

  private java.util.List<com.networknt.schema.Error> validate(JsonNode schema, String body) {
    ObjectNode whole = JsonMapper.shared().createObjectNode();
    whole.put("$schema", SpecificationVersion.DRAFT_2020_12.getDialectId());
    whole.set("components", document.get("components"));
    whole.set("allOf", JsonMapper.shared().createArrayNode().add(schema));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(whole)
        .validate(body, InputFormat.JSON);
  }

  private Set<String> described() {
    Set<String> all = new TreeSet<>();
    document
        .get("paths")
        .forEachEntry((path, methods) ->
            methods.forEachEntry((verb, operation) ->
                operation
                    .get("responses")
                    .propertyNames()
                    .forEach(status -> all.add(verb + " " + path + " " + status))));
    return all;
  }
}
