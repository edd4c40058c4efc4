package io.waybill.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.By;
import io.waybill.message.Entry.Report;
import io.waybill.message.Status;
import io.waybill.store.Envelope;
import io.waybill.store.Envelope.Extras;
import io.waybill.store.ReportFormat;
import io.waybill.store.Steps.Telling;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  private static final Report DELIVERED = new Report(2, Status.DELIVRD, 0, Samples.NOON, true);
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
    assertThat(Signatures.contract(Samples.PASSWORD, BODY.getBytes(UTF_8))).isEqualTo(SIGNATURE);
  }

  @Test
  void bodyAndPasswordAreSignedAsUtf8() {
    byte[] body = BODY.replace("Kohvik", "Söök").getBytes(UTF_8);
    assertThat(Signatures.contract("pässwörd-0123456789", body))
        .isEqualTo("cea1a1d2b0b040592fd4b90280d03d3af4b95d2dd2b56fa73cddd89e30631eac");
  }

  @Test
  void theDeliveryIdIsTheSameOnEveryTry() {
    Telling first = Samples.telling(ID, 2);
    Telling third = new Telling(first.envelope(), 1, first.report(), 3, true);
    assertThat(Callback.of(first)).isEqualTo(Callback.of(third));
    assertThat(Callback.of(first).orElseThrow().headers())
        .containsEntry("Waybill-Delivery-Id", ID + "-2");
  }

  @Test
  void aCancellationIsNotBlamedOnTheHandset() {
    Report cancelled = new Report(2, Status.DELETED, 1, Samples.NOON, true, By.US);
    assertThat(body(cancelled)).contains("\"error\":\"It was cancelled before it was sent\"");
    assertThat(body(cancelled.by(By.CARRIER))).contains("\"error\":\"The operator deleted it");
  }

  @Test
  void aKnownPriceIsTold() {
    Envelope priced =
        Samples.envelope(
            ID,
            "http://a.example/",
            ReportFormat.CONTRACT,
            new Extras(null, false, null, List.of(), new BigDecimal("0.0850")));
    Telling telling = new Telling(priced, 2, DELIVERED, 1, false);
    assertThat(ReportBody.contract(telling))
        .endsWith(
            ",\"price_info\":{\"part_price\":\"0.085\",\"parts_count\":2,"
                + "\"total_price\":\"0.17\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://a.example|http://a.example?",
        "http://a.example/x|http://a.example/x?",
        "http://a.example/x?|http://a.example/x?",
        "http://a.example/x?key=%2B1&a|http://a.example/x?key=%2B1&a&",
        "http://a.example/x?a=b&|http://a.example/x?a=b&",
        "http://a.example/x?a=b#part|http://a.example/x?a=b&"
      })
  void theClassicFormIsAGetWithParametersBehindThoseOfTheUrl(String url, String begin) {
    Telling telling = Samples.telling(ID, url, ReportFormat.CLASSIC);
    Outbound outbound = Callback.of(telling).orElseThrow();
    String parameters = "sms_unique_id=" + ID + "&status=DELIVERED&stat=DELIVRD&err=000&dlr-mask=1";
    assertThat(outbound.method()).isEqualTo("GET");
    assertThat(outbound.body()).isEmpty();
    assertThat(outbound.target()).hasToString(begin + parameters);
    assertThat(new String(outbound.signed(), UTF_8)).startsWith("/").endsWith(parameters);
  }

  @Test
  void anUnknownOutcomeIsSentOrFailedInTheClassicFormAsItIsFinalOrNot() {
    for (boolean isFinal : new boolean[] {false, true}) {
      Report unknown = new Report(1, Status.UNKNOWN, 999, Samples.NOON, isFinal);
      Envelope envelope =
          Samples.envelope(ID, "http://a.example/", ReportFormat.CLASSIC, Extras.NONE);
      assertThat(Callback.of(new Telling(envelope, 1, unknown, 1, false)).orElseThrow().target())
          .hasQuery(
              "sms_unique_id="
                  + ID
                  + (isFinal
                      ? "&status=FAILED&stat=UNKNOWN&err=999&dlr-mask=2"
                      : "&status=SENT&stat=UNKNOWN&err=999&dlr-mask=8"));
    }
  }

  @Test
  void ourOwnFormSaysNumberAndWhetherItIsFinal() {
    Telling telling = Samples.telling(ID, "http://a.example/", ReportFormat.PRODUCT);
    assertThat(Callback.of(telling).orElseThrow().body())
        .startsWith("{\"type\":\"message.status\",\"delivery_id\":\"" + ID + "-1\",\"sequence\":1,")
        .contains(
            "\"occurred_at\":\"2026-03-01T12:00:00.120Z\",\"final\":true,\"state\":\"delivered\"",
            "\"reference\":null",
            "\"message_id\":\"" + ID + "\"");
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
    return ReportBody.contract(new Telling(Samples.envelope(ID, 7, null), 1, report, 1, false));
  }
}
