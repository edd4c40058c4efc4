package io.waybill.accept;

import static io.waybill.accept.World.GOOD;
import static io.waybill.accept.World.NOON;
import static io.waybill.accept.World.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Ids;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendTest {
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private NewMessage accepted(String json) {
    var response = world.send(json);
    assertThat(response.body()).startsWith("{\"omnimessage_id\"");
    assertThat(response.statusCode()).isEqualTo(201);
    return world.ledger.only();
  }

  /** The shortest message, with these fields besides at the top and inside. */
  static String message(String top, String inside) {
    return "{\"to\":\"+37251000000\"%s,\"messages\":[{\"text\":\"Hello\"%s}]}"
        .formatted(top.isEmpty() ? "" : "," + top, inside.isEmpty() ? "" : "," + inside);
  }

  @Test
  void theAnswerIsTheContracts() {
    var response = world.send(GOOD);
    assertThat(response.statusCode()).isEqualTo(201);
    var body = json(response);
    assertThat(body.propertyNames()).containsExactly("omnimessage_id", "to", "messages");
    UUID omni = UUID.fromString(body.get("omnimessage_id").stringValue());
    assertThat(body.get("to").stringValue()).isEqualTo("+37251000000");
    var message = body.get("messages").get(0);
    assertThat(message.get("message_id").stringValue()).isEqualTo(Ids.message(omni, 1).toString());
    assertThat(message.get("channel").stringValue()).isEqualTo("sms");
    assertThat(message.get("sender").stringValue()).isEqualTo("Shop");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void defaultsAreFilledIn() {
    NewMessage message = accepted(GOOD);
    var envelope = message.envelope();
    assertThat(envelope.accountId()).isEqualTo(1);
    assertThat(envelope.keyName()).isEqualTo("shop");
    assertThat(envelope.carrier()).isEqualTo("default");
    assertThat(envelope.priority()).isEqualTo(1);
    assertThat(envelope.country()).isEqualTo("EE");
    assertThat(envelope.dlrUrl()).isEqualTo("https://shop.example/d");
    assertThat(envelope.textStore()).isEqualTo("plaintext");
    assertThat(envelope.purgeDay()).isEqualTo(LocalDate.parse("2027-02-15"));
    assertThat(envelope.udh()).isNull();
    var acceptance = message.acceptance();
    assertThat(acceptance.timeToSend()).isNull();
    assertThat(acceptance.validUntil()).isEqualTo(NOON.plus(Duration.ofHours(6)));
    assertThat(acceptance.finalBy()).isEqualTo(NOON.plus(Duration.ofHours(30)));
    assertThat(acceptance.wantsReports()).isTrue();
    assertThat(acceptance.details())
        .containsEntry("via", "omnichannel")
        .containsEntry("parts", 1)
        .containsEntry("encoding", "gsm7")
        .doesNotContainKey("replaced");
  }

  @Test
  void everyFieldIsUsed() {
    NewMessage message =
        accepted(
            message(
                "\"dlr_url\":\"http://a.example:81/x?y=%20\",\"text_store\":\"nostore\","
                    + "\"time_to_send\":\"2027-01-16T12:00:00.123456789+02:00\","
                    + "\"priority\":\"high\",\"reference\":\"order 1\",\"unknown\":[{}]",
                "\"sender\":\"A & B.\",\"ttl\":90"));
    var envelope = message.envelope();
    assertThat(envelope.dlrUrl()).isEqualTo("http://a.example:81/x?y=%20");
    assertThat(envelope.textStore()).isEqualTo("nostore");
    assertThat(envelope.priority()).isZero();
    assertThat(envelope.reference()).isEqualTo("order 1");
    assertThat(envelope.sender()).isEqualTo("A & B.");
    Instant time = Instant.parse("2027-01-16T10:00:00.123456789Z");
    assertThat(message.acceptance().timeToSend()).isEqualTo(time);
    assertThat(message.acceptance().validUntil()).isEqualTo(time.plusSeconds(90));
  }

  @Test
  void aCallbackUrlInsideTheMessageIsTheFallback() {
    assertThat(accepted(message("", "\"dlr_url\":\"http://in.example/\"")).envelope().dlrUrl())
        .isEqualTo("http://in.example/");
  }

  @ParameterizedTest
  @CsvSource({
    "2027-01-15T13:05, 2027-01-15T13:05:00Z",
    "2027-01-15T13:05:07, 2027-01-15T13:05:07Z",
    "2027-01-15T13:05:07.5Z, 2027-01-15T13:05:07.500Z",
    "2027-01-15T13:05+0100, 2027-01-15T12:05:00Z",
    "2027-01-15T13:05-02, 2027-01-15T15:05:00Z",
    "2027-04-15T12:00:00Z, 2027-04-15T12:00:00Z",
    "2026-01-15T13:05, ",
  })
  void pointsInTimeAreReadInEveryForm(String written, Instant meant) {
    assertThat(
            accepted(message("\"time_to_send\":\"" + written + "\"", "")).acceptance().timeToSend())
        .isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({"37251000000", "0037251000000", "+37251000000"})
  void aNumberIsAnsweredAsE164(String to) {
    accepted(GOOD.replace("+37251000000", to));
    assertThat(world.ledger.only().envelope().recipient()).isEqualTo("+37251000000");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"on\"', 5 EUR ë", "'\"true\"', 5 EUR ë", "true, 5 EUR ë", "'\"full\"', 5 EUR e",
    "'\"off\"', 5 € ë", "'\"false\"', 5 € ë", "false, 5 € ë", "null, 5 EUR ë",
  })
  void autoconvertIsReadAsWordOrBoolean(String value, String text) {
    NewMessage message =
        accepted(GOOD.replace("\"text\":\"Hello\"", "\"text\":\"5 € ë\",\"autoconvert\":" + value));
    assertThat(message.text()).isEqualTo(text);
    Integer changes = text.contains("€") ? null : text.endsWith("e") ? 2 : 1;
    assertThat(message.acceptance().details().get("replaced")).isEqualTo(changes);
  }

  @Test
  void aHeaderOfTheirOwnLeavesRoomForOnePart() {
    NewMessage message = accepted(message("", "\"udh\":\"050003Cc0201\""));
    assertThat(message.envelope().udh()).isEqualTo("050003cc0201");
    assertThat(message.acceptance().parts()).isEqualTo(1);
  }

  @Test
  void longTextsAreCounted() {
    NewMessage message = accepted(GOOD.replace("Hello", "я".repeat(71)));
    assertThat(message.acceptance().parts()).isEqualTo(2);
    assertThat(message.acceptance().details()).containsEntry("encoding", "ucs2");
  }

  @ParameterizedTest
  @CsvSource({"+3725100000", "12345", "A", "Käse_1-&.", "'24-7'", "123456789012345"})
  void theseSendersAreFine(String sender) {
    assertThat(accepted(message("", "\"sender\":\"" + sender + "\"")).envelope().sender())
        .isEqualTo(sender);
  }

  @Test
  void aBusyLedgerIsA503WithAWishToComeBack() {
    world.ledger.instead = new Outcome.Busy("no room");
    var response = world.send(GOOD);
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("2");
    assertThat(json(response).at("/errors/0/code").stringValue()).isEqualTo("104");
  }

  @Test
  void aMessageThatCannotBeStoredIsA400() {
    world.ledger.instead = new Outcome.Quarantined("secret detail");
    var response = world.send(GOOD);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"105\"").doesNotContain("secret detail");
  }

  @Test
  void aBugIsA500WithAnIdAndWithoutInternals() {
    world.ledger.instead = new Outcome.NotFound();
    var response = world.send(GOOD);
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).containsPattern("id: [0-9a-f]{8}").doesNotContain("Exception");
    world.ledger.instead = null;
    assertThat(world.send(GOOD).statusCode()).isEqualTo(201);
  }
}
