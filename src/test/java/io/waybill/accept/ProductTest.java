package io.waybill.accept;

import static io.waybill.accept.World.SHOP;
import static io.waybill.accept.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.price.Price;
import io.waybill.price.PriceList;
import io.waybill.store.ReportFormat;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The product's own API: sending with marks, preview, filters, pages. */
class ProductTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private HttpResponse<String> send(String body) {
    return world.call("POST", "/api/v1/messages", SHOP, body);
  }

  private HttpResponse<String> preview(String body) {
    return world.call("POST", "/api/v1/preview", SHOP, body);
  }

  @Test
  void oneSmsNeedsNoListAndKeepsItsMarks() {
    var response =
        send(
            """
            {"to":"+37251000000","text":"Hello","sender":"Shop","ttl":90,"reference":"r1",
             "campaign":"Winter","tags":["north","a b"]}\
            """);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    var message = world.ledger.only();
    assertThat(message.text()).isEqualTo("Hello");
    assertThat(message.acceptance().validUntil()).isEqualTo(World.NOON.plusSeconds(90));
    assertThat(message.envelope().format()).isEqualTo(ReportFormat.PRODUCT);
    assertThat(message.envelope().reference()).isEqualTo("r1");
    assertThat(message.envelope().extras().campaign()).isEqualTo("Winter");
    assertThat(message.envelope().extras().tags()).containsExactly("north", "a b");
    var line = json(world.get("/api/v1/messages")).at("/messages/0");
    assertThat(line.get("campaign").stringValue()).isEqualTo("Winter");
    assertThat(line.get("tags")).hasSize(2);
  }

  @Test
  void theContractsOwnRouteKnowsNoCampaign() {
    world.send(SendTest.message("\"campaign\":\"Winter\",\"tags\":7", ""));
    assertThat(world.ledger.only().envelope().extras().campaign()).isNull();
    assertThat(world.ledger.only().envelope().format()).isEqualTo(ReportFormat.CONTRACT);
  }

  @Test
  void faultsAreAProblemDocumentThatNamesTheFields() {
    var response = send("{\"to\":\"1\",\"text\":7,\"tags\":[\"a\",\"a\"],\"campaign\":\"\"}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(response).get("errors").valueStream().map(e -> e.get("parameter").asString()))
        .containsExactlyInAnyOrder("to", "sms.text", "tags", "campaign");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hello | off | gsm7 | 1 | 5 | 160 | 0",
        "Tere „maailm“ | off | ucs2 | 1 | 13 | 70 | 0",
        "Tere „maailm“ | full | gsm7 | 1 | 13 | 160 | 2",
        "{[€]} | off | gsm7 | 1 | 10 | 160 | 0",
      })
  void aPreviewTellsWhatATextBecomes(
      String text, String mode, String encoding, int parts, int units, int perPart, int changes) {
    var body = json(preview("{\"text\":\"%s\",\"autoconvert\":\"%s\"}".formatted(text, mode)));
    assertThat(body.get("encoding").stringValue()).isEqualTo(encoding);
    assertThat(body.get("parts_count").intValue()).isEqualTo(parts);
    assertThat(body.get("units").intValue()).isEqualTo(units);
    assertThat(body.get("units_per_part").intValue()).isEqualTo(perPart);
    assertThat(body.get("replacements")).hasSize(changes);
    assertThat(world.ledger.accepted()).isEmpty();
  }

  @Test
  void aPreviewTellsThePriceWhereThereIsOne() {
    String text = "\"text\":\"" + "a".repeat(161) + "\"";
    String to = "{\"to\":\"+37251000000\"," + text + "}";
    assertThat(json(preview(to)).get("price_info").isNull()).as("no price is set").isTrue();
    world.priceList =
        new PriceList(List.of(new Price("EE", null, null, new BigDecimal("0.07000"))));
    assertThat(json(preview(to)).get("price_info"))
        .hasToString("{\"part_price\":\"0.07\",\"parts_count\":2,\"total_price\":\"0.14\"}");
    assertThat(json(preview("{" + text + "}")).get("price_info").isNull()).isTrue();
    assertThat(json(preview(to.replace("+372", "+371"))).get("price_info").isNull()).isTrue();
    var wrong = preview(to.replace("+37251000000", "12"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(json(wrong).at("/errors/0/parameter").stringValue()).isEqualTo("to");
  }

  @ParameterizedTest
  @CsvSource({"360.0, 201", "3.6e2, 201", "360.5, 400", "0.0, 400", "1e400, 400", "'\"360\"', 400"})
  void aWholeNumberMayBeWrittenWithAPoint(String validity, int status) {
    var sent = send("{\"to\":\"+37251000000\",\"text\":\"a\",\"validity\":" + validity + "}");
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(status);
    if (status == 201) {
      assertThat(world.ledger.only().acceptance().validUntil())
          .isEqualTo(World.NOON.plusSeconds(21_600));
    }
  }

  @Test
  void aPreviewNamesTheCharactersThatCost() {
    var body = json(preview("{\"text\":\"ЖabЖ\",\"autoconvert\":\"off\"}"));
    assertThat(body.get("outside_gsm")).hasSize(1);
    assertThat(body.get("outside_gsm").get(0).stringValue()).isEqualTo("Ж");
    assertThat(preview("{\"text\":5}").statusCode()).isEqualTo(400);
    assertThat(preview("[]").statusCode()).isEqualTo(400);
    assertThat(preview("{\"text\":\"\\u0000\"}").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "group, nonsense",
    "channel, fax",
    "country, EST",
    "err, 1000",
    "err, x",
    "tag, ''",
    "campaign, ' '",
  })
  void aFilterThatMakesNoSenseIsRefusedByName(String name, String value) {
    var response = world.get("/api/v1/messages?" + name + "=" + value.replace(" ", "%20"));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"parameter\":\"" + name + "\"");
  }

  @Test
  void theDocumentIsBrowsableWithoutAnythingFromElsewhere() {
    var page = world.get("/docs");
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.body()).doesNotContain("://").contains("/docs/swagger-ui-bundle.js");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("script-src 'self';");
    assertThat(world.get("/docs/swagger-ui-bundle.js").body()).contains("SwaggerUIBundle");
    assertThat(world.get("/docs/..%2fopenapi.yaml").statusCode()).isEqualTo(404);
  }
}
