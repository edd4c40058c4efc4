package io.waybill.accept;

import static io.waybill.accept.World.GOOD;
import static io.waybill.accept.World.NOON;
import static io.waybill.accept.World.OTHER;
import static io.waybill.accept.World.SHOP;
import static io.waybill.accept.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event;
import io.waybill.message.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LookupTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private JsonNode sent() {
    return json(world.send(GOOD));
  }

  private static String omni(JsonNode sent) {
    return sent.get("omnimessage_id").stringValue();
  }

  private static String id(JsonNode sent) {
    return sent.at("/messages/0/message_id").stringValue();
  }

  private void happens(JsonNode sent, Event event) {
    assertThat(world.ledger.record(UUID.fromString(id(sent)), event).join()).isNotNull();
  }

  @Test
  void aStrictKeyIsSpareOfWhatNoSchemaKnows() {
    String omni = omni(sent());
    String path = "/v1/omnimessage/" + omni + "/status";
    JsonNode strict = json(world.call("GET", path, World.STRICT, ""));
    assertThat(strict.propertyNames()).containsExactly("omnimessage_id", "to", "statuses");
    assertThat(strict.at("/statuses/0").propertyNames())
        .containsExactly(
            "status", "channel", "message_id", "sender", "err", "error", "timestamp", "price_info");
  }

  @Test
  void beforeAnythingHappensStatusIsNull() {
    JsonNode sent = sent();
    for (String id : List.of(omni(sent), id(sent), id(sent).toUpperCase(java.util.Locale.ROOT))) {
      JsonNode body = json(world.get("/v1/omnimessage/" + id + "/status"));
      assertThat(body.propertyNames()).containsExactly("omnimessage_id", "to", "statuses");
      JsonNode item = body.at("/statuses/0");
      assertThat(item.propertyNames())
          .containsExactlyInAnyOrderElementsOf(
              Set.of(
                  "status",
                  "channel",
                  "message_id",
                  "sender",
                  "err",
                  "error",
                  "timestamp",
                  "price_info",
                  "to",
                  "omnimessage_id"));
      assertThat(item.get("status").isNull()).isTrue();
      assertThat(item.get("err").isNull()).isTrue();
      assertThat(item.get("error").isNull()).isTrue();
      assertThat(item.get("timestamp").stringValue()).isEqualTo("2027-01-15T12:00:00.000000Z");
    }
  }

  @Test
  void afterAReceiptStatusAndErrorAreTheContracts() {
    JsonNode sent = sent();
    happens(sent, new Event.Claimed(NOON, "link-1"));
    happens(sent, new Event.Taken(NOON, 1, 1, "c-1"));
    Receipt receipt = new Receipt(Receipt.Word.UNDELIV, "001", "c-1", "stat:UNDELIV");
    happens(sent, new Event.ReceiptCame(NOON.plusSeconds(2), 1, receipt));
    JsonNode item = json(world.get("/v1/omnimessage/" + omni(sent) + "/status/")).at("/statuses/0");
    assertThat(item.get("status").stringValue()).isEqualTo("UNDELIV");
    assertThat(item.get("err").intValue()).isEqualTo(1);
    assertThat(item.get("error").stringValue()).isNotEmpty();
    JsonNode whole = json(world.get("/api/v1/messages/" + id(sent)));
    assertThat(whole.get("state").stringValue()).isEqualTo("undelivered");
    assertThat(whole.get("group").stringValue()).isEqualTo("failed");
    assertThat(whole.at("/error/whose").stringValue()).isEqualTo("number");
    assertThat(whole.at("/parts/0/carrier_id").stringValue()).isEqualTo("c-1");
    assertThat(whole.get("text").stringValue()).isEqualTo("Hello");
    assertThat(whole.get("timeline").valueStream().map(e -> e.get("event").stringValue()))
        .containsExactly("accepted", "claimed", "submitted", "receipt");
  }

  @Test
  void whatIsNotTheirsDoesNotExist() {
    JsonNode sent = sent();
    String nobodys = UUID.randomUUID().toString();
    for (String id : List.of(nobodys, "1-1-1-1-1", "x", "%00", "a%2Fb", omni(sent))) {
      String who = id.equals(omni(sent)) ? OTHER : SHOP;
      for (String path : List.of("/v1/omnimessage/" + id + "/status", "/api/v1/messages/" + id)) {
        assertThat(world.call("GET", path, who, "").statusCode()).as(path).isEqualTo(404);
      }
      var deleted = world.call("DELETE", "/v1/omnimessage/" + id, who, "");
      assertThat(deleted.statusCode()).isEqualTo(404);
      assertThat(json(deleted).at("/errors/0/code").stringValue()).isEqualTo("101");
    }
    assertThat(json(world.call("GET", "/api/v1/messages", OTHER, "")).get("messages")).isEmpty();
  }

  @Test
  void placesThatTheChainDoesNotHaveDoNotExist() {
    UUID omni = UUID.fromString(omni(sent()));
    for (int place = 2; place <= io.waybill.message.Ids.CHAIN_MAX; place++) {
      String id = io.waybill.message.Ids.message(omni, place).toString();
      assertThat(world.get("/v1/omnimessage/" + id + "/status").statusCode()).isEqualTo(404);
      assertThat(world.get("/api/v1/messages/" + id).statusCode()).isEqualTo(404);
      assertThat(world.call("DELETE", "/v1/omnimessage/" + id, SHOP, "").statusCode())
          .isEqualTo(404);
    }
    assertThat(json(world.get("/api/v1/messages/" + omni)).get("state").stringValue())
        .isEqualTo("queued");
  }

  @Test
  void ourOwnCancellationIsNotBlamedOnTheHandset() {
    JsonNode sent = sent();
    world.call("DELETE", "/v1/omnimessage/" + omni(sent), SHOP, "");
    String said = "It was cancelled before it was sent";
    assertThat(json(world.get("/v1/omnimessage/" + id(sent) + "/status")).at("/statuses/0/error"))
        .hasToString('"' + said + '"');
    JsonNode line = json(world.get("/api/v1/messages")).at("/messages/0/error");
    assertThat(line.get("cause").stringValue()).isEqualTo(said);
    assertThat(line.get("whose").stringValue()).isEqualTo("nobody");
  }

  @Test
  void cancellingWorksOnceAndOnlyInTime() {
    JsonNode sent = sent();
    var first = world.call("DELETE", "/v1/omnimessage/" + omni(sent), SHOP, "");
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(first.body()).isEqualTo("{}");
    var again = world.call("DELETE", "/v1/omnimessage/" + omni(sent), SHOP, "");
    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(
            json(world.get("/v1/omnimessage/" + id(sent) + "/status"))
                .at("/statuses/0/status")
                .stringValue())
        .isEqualTo("DELETED");
    JsonNode late = sent();
    happens(late, new Event.Claimed(NOON, "link-1"));
    assertThat(world.call("DELETE", "/v1/omnimessage/" + omni(late), SHOP, "").statusCode())
        .isEqualTo(404);
  }

  @Test
  void pagesGoOnWhereTheLastOneEnded() {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      sent.addFirst(id(sent()));
    }
    List<String> seen = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonNode page =
          json(
              world.get(
                  "/api/v1/messages?limit=3" + (cursor.isEmpty() ? "" : "&cursor=" + cursor)));
      page.get("messages").forEach(m -> seen.add(m.get("id").stringValue()));
      cursor = page.get("next_cursor").isNull() ? null : page.get("next_cursor").stringValue();
    }
    assertThat(seen).containsExactlyElementsOf(sent);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 1",
    "?state=queued, 1",
    "?state=sent&state=queued, 1",
    "'?state=sent,queued', 1",
    "?state=sent, 0",
    "?group=sent&state=queued, 1",
    "?group=failed&state=queued, 0",
    "?group=sent&state=delivered, 0",
    "?recipient=%2B37251000000, 1",
    "?recipient=+37251000000, 1",
    "?recipient=37251000001, 0",
    "?reference=a+b, 1",
    "?reference=a, 0",
    "?from=2027-01-15T12:00:00Z, 1",
    "?until=2027-01-15T12:00:00Z, 0",
    "?from=2027-01-15T13:00+01:00&until=2027-01-15T12:01, 1",
  })
  void filtersNarrowTheList(String query, int found) {
    assertThat(world.send(SendTest.message("\"reference\":\"a b\"", "")).statusCode())
        .isEqualTo(201);
    assertThat(json(world.get("/api/v1/messages" + query)).get("messages").size()).isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0", "limit=501", "limit=x", "limit=1&limit=2", "cursor=x",
        "cursor=!!!!!!!!!!!!!!!!!!!!!!", "from=yesterday", "until=1", "state=happy", "state=",
        "recipient=12", "reference=", "reference=%00", "colour=red",
      })
  void badParametersAreNamedInAProblemDocument(String query) {
    var response = world.get("/api/v1/messages?" + query);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(response).at("/errors/0/parameter").stringValue())
        .isEqualTo(query.substring(0, query.indexOf('=')));
  }
}
