package io.waybill.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Entry.Report;
import io.waybill.message.Status;
import io.waybill.store.Steps.Telling;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackTest {
  private static final UUID ID = UUID.fromString("019cae5e-0800-7abc-8123-456789abcde1");

  /** Made by hand from contract 1.6; the signature with Python's hmac module. */
  private static final String BODY =
      "{\"status\":\"UNDELIV\",\"sender\":\"Kohvik\",\"err\":3,"
          + "\"message_id\":\"019cae5e-0800-7abc-8123-456789abcde1\",\"to\":\"+37255555555\","
          + "\"channel\":\"sms\",\"error\":\"The number does not exist\","
          + "\"omnimessage_id\":\"019cae5e-0800-7abc-8123-456789abcde0\","
          + "\"timestamp\":\"2026-03-01T12:00:00.120Z\"}";

  private static final String SIGNATURE =
      "79629a52e3387c4ae8bddfadadddb57c3ed04c3f54c49c42cd61fed86c7f24cf";

  @Test
  void theBodySaysEverythingInTheContractsWords() {
    assertThat(body(new Report(2, Status.UNDELIV, 3, Samples.NOON, true))).isEqualTo(BODY);
  }

  @Test
  void successAndSeenHaveNoErrorText() {
    assertThat(body(new Report(2, Status.DELIVRD, 0, Samples.NOON, true)))
        .contains("\"err\":0,", "\"error\":null,");
    assertThat(body(new Report(3, Status.SEEN, 10, Samples.NOON, true)))
        .contains("\"err\":10,", "\"error\":null,");
  }

  @Test
  void theSignatureIsHexOfTheRawBodyUnderThePassword() {
    assertThat(Callback.signature(Samples.PASSWORD, BODY.getBytes(UTF_8))).isEqualTo(SIGNATURE);
  }

  @Test
  void bodyAndPasswordAreSignedAsUtf8() {
    byte[] body = BODY.replace("Kohvik", "Söök").getBytes(UTF_8);
    assertThat(Callback.signature("pässwörd-0123456789", body))
        .isEqualTo("cea1a1d2b0b040592fd4b90280d03d3af4b95d2dd2b56fa73cddd89e30631eac");
  }

  @Test
  void theDeliveryIdIsTheSameOnEveryTry() {
    Telling first = Samples.telling(ID, 2);
    Telling third = new Telling(first.envelope(), first.report(), 3, true);
    var key = Samples.ring(Samples.KEY, Samples.PASSWORD).key(Samples.KEY);

    assertThat(Callback.headers(first, BODY.getBytes(UTF_8), key))
        .containsEntry("Waybill-Delivery-Id", ID + "-2")
        .containsEntry("X-Messente-Signature", SIGNATURE)
        .isEqualTo(Callback.headers(third, BODY.getBytes(UTF_8), key));
  }

  @Test
  void withoutAKeyThereIsNoSignature() {
    assertThat(Callback.headers(Samples.telling(ID, 1), new byte[0], Optional.empty()))
        .containsOnlyKeys("Waybill-Delivery-Id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop.example/x",
        "ftp://shop.example/x",
        "file:///etc/passwd",
        "http:///x",
        "http://user:secret@shop.example/",
        "http://shop.example:0/",
        "http://shop.example:65536/",
        "http://shop.example/a b",
        "mailto:a@shop.example"
      })
  void whatIsNoPlainWebAddressIsNotCalled(String url) {
    assertThat(Callback.target(url)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://shop.example", "HTTPS://shop.example:8443/a?b=c%20d", "http://[2a00::1]/"})
  void webAddressesAreCalled(String url) {
    assertThat(Callback.target(url)).isPresent();
  }

  private static String body(Report report) {
    return new String(Callback.body(Samples.envelope(ID, 7, null), report), UTF_8);
  }
}
