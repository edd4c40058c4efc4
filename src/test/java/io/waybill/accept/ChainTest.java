package io.waybill.accept;

import static io.waybill.accept.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Ids;
import io.waybill.message.State;
import io.waybill.store.Ledger.NewMessage;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Omnimessages with several channels, and many omnimessages in one call. */
class ChainTest {
  private static final String WHATSAPP =
      "{\"channel\":\"whatsapp\",\"ttl\":60,\"text\":{\"body\":\"Hi\",\"preview_url\":false}}";
  private static final String SMS = "{\"channel\":\"sms\",\"sender\":\"Shop\",\"text\":\"Hi\"}";
  private static final String VIBER = "{\"channel\":\"viber\",\"text\":\"Hi\"}";

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private static String chain(String... messages) {
    return "{\"to\":\"+37251000000\",\"messages\":[" + String.join(",", messages) + "]}";
  }

  private HttpResponse<String> bulk(String body, String... headers) {
    return world.call("POST", "/v1/omnimessages", World.SHOP, body, headers);
  }

  private static String items(String... items) {
    return "{\"messages\":[" + String.join(",", items) + "]}";
  }

  @Test
  void everyMessageOfAChainHasItsIdFromTheStart() {
    var response = world.send(chain(WHATSAPP, VIBER, SMS));
    assertThat(response.statusCode()).isEqualTo(201);
    var body = json(response);
    UUID omni = UUID.fromString(body.get("omnimessage_id").stringValue());
    var messages = body.get("messages");
    List<String> channels = messages.valueStream().map(m -> m.get("channel").asString()).toList();
    assertThat(channels).containsExactly("whatsapp", "viber", "sms");
    for (int place = 1; place <= 3; place++) {
      assertThat(messages.get(place - 1).get("message_id").stringValue())
          .isEqualTo(Ids.message(omni, place).toString());
    }
    var report = json(world.get("/v1/omnimessage/" + omni + "/status"));
    assertThat(report.get("statuses")).hasSize(3);
    report
        .get("statuses")
        .forEach(s -> {
          assertThat(s.get("status").isNull()).isTrue();
          assertThat(s.get("err").isNull()).isTrue();
        });
  }

  @Test
  void onlyTheFirstBeginsAndEachHasItsOwnValidity() {
    world.send(chain(WHATSAPP, SMS));
    List<NewMessage> chain = world.ledger.accepted();
    assertThat(chain.getFirst().acceptance().place().isFirst()).isTrue();
    assertThat(chain.getFirst().acceptance().place().isLast()).isFalse();
    assertThat(chain.getLast().acceptance().place().isFirst()).isFalse();
    assertThat(chain.getFirst().envelope().carrier()).isEqualTo("channel:whatsapp");
    assertThat(chain.getFirst().text())
        .isEqualTo("{\"text\":{\"body\":\"Hi\",\"preview_url\":false}}");
    assertThat(chain.getFirst().acceptance().validUntil())
        .isEqualTo(World.NOON.plus(Duration.ofSeconds(60)));
    assertThat(chain.getLast().acceptance().validUntil())
        .isEqualTo(World.NOON.plus(Duration.ofHours(6)));
    assertThat(world.ledger.message(chain.getLast().envelope().id()).state())
        .isEqualTo(State.PLANNED);
  }

  @Test
  void aChainWithoutAnyUsableChannelIsRefused() {
    var response = world.send(chain(VIBER));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("no adapter for viber").contains("payload[messages]");
    assertThat(world.ledger.accepted()).isEmpty();
  }

  @Test
  void aChannelCannotBeTwiceInAChain() {
    var response = world.send(chain(SMS, SMS));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("payload[sms]");
  }

  @Test
  void inBulkEachItemHasItsResultAndTheRightOnesAreStored() {
    var response = bulk(items(chain(SMS), "{\"to\":\"1\"}", "7", chain(WHATSAPP)));
    assertThat(response.statusCode()).isEqualTo(201);
    var results = json(response).get("messages");
    assertThat(results).hasSize(4);
    assertThat(results.get(0).propertyNames()).containsExactly("omnimessage_id", "to", "messages");
    assertThat(results.get(1).propertyNames()).containsExactly("errors");
    results
        .get(1)
        .get("errors")
        .forEach(e ->
            assertThat(e.propertyNames()).containsExactly("title", "detail", "code", "source"));
    assertThat(results.get(2).get("errors").get(0).get("code").stringValue()).isEqualTo("105");
    assertThat(results.get(3).get("messages").get(0).get("channel").stringValue())
        .isEqualTo("whatsapp");
    assertThat(world.ledger.accepted()).hasSize(2);
  }

  @Test
  void inBulkAFullEndpointFailsOnlyTheItemsThatUseIt() {
    String full =
        "{\"to\":\"+37251000000\",\"dlr_url\":\"https://full.example/d\",\"messages\":["
            + SMS
            + "]}";
    var response = bulk(items(chain(SMS), full, chain(SMS)), "Idempotency-Key", "full-1");
    assertThat(response.statusCode()).isEqualTo(201);
    var results = json(response).get("messages");
    assertThat(results.get(0).has("omnimessage_id")).isTrue();
    assertThat(results.get(2).has("omnimessage_id")).isTrue();
    var error = results.get(1).get("errors").get(0);
    assertThat(error.propertyNames()).containsExactly("title", "detail", "code", "source");
    assertThat(error.get("code").stringValue()).isEqualTo("104");
    assertThat(error.get("title").stringValue()).isEqualTo("Internal Server Error");
    assertThat(error.get("detail").stringValue()).contains("Too many reports wait");
    assertThat(world.ledger.accepted()).hasSize(2);
    var nothing = bulk(items(full, full));
    assertThat(nothing.statusCode()).isEqualTo(201);
    assertThat(json(nothing).get("messages")).hasSize(2);
    assertThat(world.ledger.accepted()).hasSize(2);
    assertThat(world.send(full).statusCode()).as("alone it is the answer").isEqualTo(429);
  }

  @Test
  void aThousandItemsAreOneCommit() {
    String[] items = new String[1_000];
    java.util.Arrays.fill(items, chain(SMS));
    var response = bulk(items(items));
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(json(response).get("messages")).hasSize(1_000);
    assertThat(world.ledger.accepted()).hasSize(1_000);
    assertThat(world.ledger.commits()).isEqualTo(1);
  }

  @Test
  void moreThanAThousandItemsAreRefused() {
    String[] items = new String[1_001];
    java.util.Arrays.fill(items, "{}");
    var response = bulk(items(items));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("1 to 1000");
    assertThat(bulk("[]").statusCode()).isEqualTo(400);
    assertThat(bulk("{\"messages\":[]}").statusCode()).isEqualTo(400);
  }

  @Test
  void aRepeatedBulkUnderItsIdempotencyKeySendsNothingAgain() {
    String body = items(chain(SMS), chain(SMS));
    var first = bulk(body, "Idempotency-Key", "once-1");
    var again = bulk(body, "Idempotency-Key", "once-1");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
    assertThat(world.ledger.accepted()).hasSize(2);
  }
}
