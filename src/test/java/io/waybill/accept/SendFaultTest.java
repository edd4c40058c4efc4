package io.waybill.accept;

import static io.waybill.accept.SendTest.message;
import static io.waybill.accept.World.GOOD;
import static io.waybill.accept.World.SHOP;
import static io.waybill.accept.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SendFaultTest {
  private World world = new World();

  @BeforeAll
  void warm() {
    assertThat(world.send(GOOD).statusCode()).isEqualTo(201);
  }

  @AfterEach
  void theNextGoodRequestWorks() {
    assertThat(world.send(GOOD).statusCode()).isEqualTo(201);
  }

  @AfterAll
  void close() {
    world.close();
  }

  private static void assertOne(HttpResponse<String> response, String code, String source) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    var errors = json(response).get("errors");
    assertThat(errors.size()).as(response.body()).isEqualTo(1);
    assertThat(errors.get(0).propertyNames())
        .containsExactlyInAnyOrder("title", "detail", "code", "source");
    assertThat(errors.get(0).get("code").stringValue()).isEqualTo(code);
    assertThat(errors.get(0).get("title").stringValue())
        .isEqualTo(code.equals("105") ? "Invalid data" : "Missing data");
    assertThat(errors.get(0).get("source").asString()).isEqualTo(source);
    assertThat(errors.get(0).get("detail").stringValue()).endsWith(".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"priority\":\"urgent\" | payload[priority]",
        "\"priority\":1 | payload[priority]",
        "\"text_store\":\"md5\" | payload[text_store]",
        "\"time_to_send\":\"tomorrow\" | payload[time_to_send]",
        "\"time_to_send\":1800000000 | payload[time_to_send]",
        "\"time_to_send\":\"2027-02-30T00:00\" | payload[time_to_send]",
        "\"time_to_send\":\"2027-04-15T12:00:01Z\" | payload[time_to_send]",
        "\"dlr_url\":\"ftp://a.example/\" | payload[dlr_url]",
        "\"dlr_url\":\"http:///path\" | payload[dlr_url]",
        "\"dlr_url\":\"http://u:p@a.example/\" | payload[dlr_url]",
        "\"dlr_url\":\"http://a.example:99999/\" | payload[dlr_url]",
        "\"dlr_url\":\"http://a.example/a b\" | payload[dlr_url]",
        "\"dlr_url\":\"http://a.example/ä\" | payload[dlr_url]",
        "\"dlr_url\":\"\" | payload[dlr_url]",
        "\"dlr_url\":[] | payload[dlr_url]",
        "\"reference\":7 | payload[reference]",
      })
  void wrongFieldsAtTheTopAreNamed(String field, String source) {
    assertOne(world.send(message(field, "")), "105", source);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"sender\":\"TwelveLetter\" | payload[sms][sender]",
        "\"sender\":\"\" | payload[sms][sender]",
        "\"sender\":\"12\" | payload[sms][sender]",
        "\"sender\":\"1234567890123456\" | payload[sms][sender]",
        "\"sender\":\"Шоп\" | payload[sms][sender]",
        "\"sender\":\"a/b\" | payload[sms][sender]",
        "\"sender\":\"-_.\" | payload[sms][sender]",
        "\"sender\":5 | payload[sms][sender]",
        "\"validity\":0 | payload[sms][validity]",
        "\"validity\":10081 | payload[sms][validity]",
        "\"validity\":1.5 | payload[sms][validity]",
        "\"validity\":\"60\" | payload[sms][validity]",
        "\"validity\":123456789012345678901234567890 | payload[sms][validity]",
        "\"validity\":5,\"ttl\":300 | payload[sms][validity]",
        "\"ttl\":604801 | payload[sms][ttl]",
        "\"autoconvert\":\"maybe\" | payload[sms][autoconvert]",
        "\"autoconvert\":1 | payload[sms][autoconvert]",
        "\"udh\":\"0500\" | payload[sms][udh]",
        "\"udh\":\"050\" | payload[sms][udh]",
        "\"udh\":\"xx\" | payload[sms][udh]",
        "\"udh\":\"\" | payload[sms][udh]",
        "\"dlr_url\":\"nowhere\" | payload[sms][dlr_url]",
      })
  void wrongFieldsOfTheMessageAreNamed(String field, String source) {
    assertOne(world.send(message("", field)), "105", source);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"messages\":[{\"text\":\"a\"}]} | 106 | payload[to]",
        "{\"to\":372510,\"messages\":[{\"text\":\"a\"}]} | 105 | payload[to]",
        "{\"to\":\"+37251000000\"} | 106 | payload[messages]",
        "{\"to\":\"+37251000000\",\"messages\":[]} | 105 | payload[messages]",
        "{\"to\":\"+37251000000\",\"messages\":{}} | 105 | payload[messages]",
        "{\"to\":\"+37251000000\",\"messages\":[4]} | 105 | payload[messages][0]",
        "{\"to\":\"+37251000000\",\"messages\":[{}]} | 106 | payload[sms][text]",
        "{\"to\":\"+37251000000\",\"messages\":[{\"text\":\"\"}]} | 106 | payload[sms][text]",
        "{\"to\":\"+37251000000\",\"messages\":[{\"channel\":\"sms\",\"text\":{}}]} | 105 |"
            + " payload[sms][text]",
        "{\"to\":\"+37251000000\",\"messages\":[{\"channel\":\"viber\"}]} | 106 | payload[viber]",
        "{\"to\":\"+37251000000\",\"messages\":[{\"channel\":\"fax\"}]} | 105 |"
            + " payload[messages][0][channel]",
        "{\"to\":\"+37251000000\",\"messages\":[{\"text\":\"a\"},{\"text\":\"b\"}]} | 105 |"
            + " payload[sms]",
        "[] | 105 | ''",
        "\"text\" | 105 | ''",
        "null | 105 | ''",
      })
  void whatIsMissingOrOfTheWrongTypeIsNamed(String body, String code, String source) {
    assertOne(world.send(body), code, source);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "+", "abc", "+372", "+999123456789", "+3725100000000000", "+0372510"})
  void impossibleNumbersAreRefused(String to) {
    assertOne(world.send(GOOD.replace("+37251000000", to)), "105", "payload[to]");
  }

  @Test
  void withoutAnySenderOneIsAskedFor() {
    assertOne(world.post(World.BARE, GOOD), "106", "payload[sms][sender]");
  }

  @Test
  void tooManyPartsAreRefused() {
    assertThat(world.send(GOOD.replace("Hello", "a".repeat(1530))).statusCode()).isEqualTo(201);
    assertOne(world.send(GOOD.replace("Hello", "a".repeat(1531))), "105", "payload[sms][text]");
    assertOne(world.send(GOOD.replace("Hello", "a".repeat(200_000))), "105", "payload[sms][text]");
  }

  @Test
  void withTheirOwnHeaderTheTextMustFitOnePart() {
    String text = "\"text\":\"" + "a".repeat(154) + "\",\"udh\":\"050003cc0201\"";
    assertOne(world.send(GOOD.replace("\"text\":\"Hello\"", text)), "105", "payload[sms][text]");
  }

  @Test
  void longReferencesAndUrlsAreRefused() {
    assertOne(
        world.send(message("\"reference\":\"" + "r".repeat(201) + "\"", "")),
        "105",
        "payload[reference]");
    assertOne(
        world.send(message("\"dlr_url\":\"http://a.example/" + "r".repeat(1984) + "\"", "")),
        "105",
        "payload[dlr_url]");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnce() {
    var response =
        world.send(
            "{\"to\":\"1\",\"priority\":\"x\",\"dlr_url\":\"x\",\"messages\":[{\"sender\":\"\","
                + "\"text\":7,\"ttl\":0},{\"channel\":\"viber\"}]}");
    assertThat(response.statusCode()).isEqualTo(400);
    List<String> sources =
        json(response).get("errors").valueStream().map(e -> e.get("source").asString()).toList();
    assertThat(sources)
        .containsExactlyInAnyOrder(
            "payload[to]",
            "payload[priority]",
            "payload[dlr_url]",
            "payload[viber]",
            "payload[sms][sender]",
            "payload[sms][text]",
            "payload[sms][ttl]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"to\":}",
        "{} {}",
        "{'to':1}",
        "{\"to\":\"a\",\"to\":\"b\"}",
        "nul",
        "{\"to\":01}",
        "// x\n{}",
      })
  void whatIsNotJsonIsRefused(String body) {
    assertOne(world.send(body), "105", "");
  }

  @Test
  void deepNestingIsRefused() {
    assertOne(world.send("[".repeat(100_000)), "105", "");
    assertOne(world.send("{\"a\":".repeat(40) + "1" + "}".repeat(40)), "105", "");
  }

  @Test
  void invalidUtf8IsRefused() {
    byte[] octets = GOOD.replace("Hello", "\u00ff").getBytes(StandardCharsets.ISO_8859_1);
    var body = BodyPublishers.ofByteArray(octets);
    assertOne(world.call("POST", "/v1/omnimessage", SHOP, body), "105", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\ud83d", "\\ude00", "\\ude00\\ud83d", "a\\ud83d b"})
  void charactersThatAreNoneAreRefusedByFieldName(String escape) {
    assertOne(world.send(GOOD.replace("Hello", escape)), "105", "payload[sms][text]");
    assertOne(
        world.send(message("\"reference\":\"" + escape + "\"", "")), "105", "payload[reference]");
    assertThat(world.send(message("\"x" + escape + "\":1", "")).statusCode()).isEqualTo(400);
  }

  @Test
  void aRealPairIsFine() {
    assertThat(world.send(GOOD.replace("Hello", "\\ud83d\\ude00")).statusCode()).isEqualTo(201);
  }

  @Test
  void tenMegabytesAreRefusedWithAnAnswer() {
    String big = GOOD.replace("Hello", "a".repeat(10_000_000));
    var response = world.send(big);
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(json(response).at("/errors/0/code").stringValue()).isEqualTo("105");
  }

  @Test
  void theContentTypeIsNotLookedAt() {
    for (String type : List.of("text/plain", "application/json; charset=utf-8", "nonsense")) {
      assertThat(world.post(SHOP, GOOD, "Content-Type", type).statusCode()).isEqualTo(201);
    }
  }
}
