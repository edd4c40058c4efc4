package io.waybill.classic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.accept.World;
import io.waybill.store.Envelope;
import io.waybill.store.Ledger.Outcome;
import io.waybill.store.MessageReader.Found;
import io.waybill.store.ReportFormat;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every parameter of send_sms, and every answer. */
class SendSmsTest {
  private static final String TO = "&to=37251000000";
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private String get(String who, String route, String more) {
    String[] key = who.split(":", 2);
    String target = "/" + route + "?username=" + key[0] + "&password=" + key[1] + more;
    Wire.Answer answer = Wire.call(world.port(), "GET", target, "");
    assertThat(answer.status()).isEqualTo(200);
    return answer.body();
  }

  private String send(String more) {
    return get(World.SHOP, "send_sms", more);
  }

  private Found sent(String more) {
    String answer = send(more);
    assertThat(answer).startsWith("OK ");
    return world.ledger.find(1, UUID.fromString(answer.substring(3))).getFirst();
  }

  private static String encoded(String text, Charset charset) {
    return URLEncoder.encode(text, charset);
  }

  @Test
  void whatIsLeftOutComesFromTheKey() {
    Found found = sent(TO + "&text=Hello");
    Envelope e = found.envelope();
    assertThat(e.sender()).isEqualTo("Shop");
    assertThat(e.dlrUrl()).isEqualTo("https://shop.example/d");
    assertThat(e.textStore()).isEqualTo("plaintext");
    assertThat(e.format()).isEqualTo(ReportFormat.CLASSIC);
    assertThat(e.extras()).isEqualTo(Envelope.Extras.NONE);
    assertThat(found.message().validUntil()).isEqualTo(World.NOON.plus(Duration.ofHours(6)));
  }

  @Test
  void whatIsEmptyCountsAsLeftOut() {
    Found found =
        sent(
            TO
                + "&text=Hello&from=&time_to_send=&dlr-url=&charset=&validity=&autoconvert=&udh="
                + "&data=&mclass=&text-store=&reference=");
    assertThat(found.envelope().sender()).isEqualTo("Shop");
    assertThat(found.message().state().name()).isEqualTo("QUEUED");
  }

  @Test
  void everythingCanBeGiven() {
    Instant later = World.NOON.plus(Duration.ofDays(2));
    Found found =
        sent(
            TO
                + "&text=Hello&from=Kohvik&validity=30&mclass=0&text-store=sha256&reference=o%201"
                + "&autoconvert=full&dlr-url="
                + encoded("https://a.example/d?x=1&y=2", ISO_8859_1)
                + "&time_to_send="
                + later.getEpochSecond());
    Envelope e = found.envelope();
    assertThat(e.sender()).isEqualTo("Kohvik");
    assertThat(e.dlrUrl()).isEqualTo("https://a.example/d?x=1&y=2");
    assertThat(e.textStore()).isEqualTo("sha256");
    assertThat(e.reference()).isEqualTo("o 1");
    assertThat(e.extras().messageClass()).isZero();
    assertThat(found.message().state().name()).isEqualTo("SCHEDULED");
    assertThat(found.message().validUntil()).isEqualTo(later.plus(Duration.ofMinutes(30)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "37251000000",
        "%2B37251000000",
        "+37251000000",
        "0037251000000",
        "+372-51.000_000",
        "372+51+000+000",
        "%2B372%2051000000",
      })
  void aNumberIsReadHoweverItIsWritten(String to) {
    assertThat(sent("&text=a&to=" + to).envelope().recipient()).isEqualTo("+37251000000");
  }

  @ParameterizedTest
  @CsvSource({
    "&text=a, ERROR 102",
    "&text=a&to=, ERROR 102",
    "&text=a&to=abc, ERROR 105",
    "&text=a&to=%2B372, ERROR 105",
    "&text=a&to=372510000001234567, ERROR 105",
    "&text=a&to=37251000000%00, ERROR 102",
    "&text=a&to=(372)51000000, ERROR 105",
    "&text=a&to=99951000000, ERROR 104",
    "&text=a&to=051000000, ERROR 104",
    "&to=37251000000, ERROR 102",
    "&to=37251000000&text=, ERROR 102",
    "&to=37251000000&text=a&charset=klingon, ERROR 102",
    "&to=37251000000&text=a&charset=x-JISAutoDetect, ERROR 102",
    "&to=37251000000&text=a&charset=%2E%2E/, ERROR 102",
    "&to=37251000000&text=a&validity=0, ERROR 102",
    "&to=37251000000&text=a&validity=10081, ERROR 102",
    "&to=37251000000&text=a&validity=six, ERROR 102",
    "&to=37251000000&text=a&time_to_send=tomorrow, ERROR 102",
    "&to=37251000000&text=a&time_to_send=9999999999, ERROR 102",
    "&to=37251000000&text=a&time_to_send=99999999999999999999, ERROR 102",
    "&to=37251000000&text=a&autoconvert=maybe, ERROR 102",
    "&to=37251000000&text=a&mclass=4, ERROR 102",
    "&to=37251000000&text=a&mclass=-1, ERROR 102",
    "&to=37251000000&text=a&text-store=forever, ERROR 102",
    "&to=37251000000&text=a&dlr-url=ftp://x.example/, ERROR 102",
    "&to=37251000000&text=a&dlr-url=nowhere, ERROR 102",
    "&to=37251000000&text=a&udh=%05%00%03, ERROR 102",
    "&to=37251000000&text=a&from=ThisNameIsTooLong, ERROR 111",
    "&to=37251000000&text=a&from=12, ERROR 111",
    "&to=37251000000&text=a&from=%FF%FE, ERROR 111",
  })
  void whatIsWrongHasItsWord(String parameters, String word) {
    assertThat(send(parameters)).isEqualTo(word);
  }

  @Test
  void whatIsWrongIsToldInAHeader() {
    Wire.Answer answer =
        Wire.call(
            world.port(),
            "GET",
            "/send_sms?username=shop&password=shop-password-0123456&text=a&to=37251000000&mclass=9",
            "");
    assertThat(answer.header("Waybill-Reason"))
        .isEqualTo("mclass must be a whole number from 0 to 3.");
  }

  @Test
  void aTimeInThePastIsNow() {
    for (String time : new String[] {"0", "-5", "1000000000", "+1"}) {
      assertThat(sent(TO + "&text=a&time_to_send=" + time).message().state().name())
          .isEqualTo("QUEUED");
    }
  }

  @Test
  void aKeyWithoutDefaultSenderMustNameOne() {
    assertThat(get(World.BARE, "send_sms", TO + "&text=a")).isEqualTo("ERROR 111");
    assertThat(get(World.BARE, "send_sms", TO + "&text=a&from=+37251000001")).startsWith("OK ");
  }

  @Test
  void aSenderMayBeANumberWhosePlusWasLost() {
    assertThat(sent(TO + "&text=a&from=+37251000001").envelope().sender())
        .isEqualTo("+37251000001");
    assertThat(sent(TO + "&text=a&from=17013").envelope().sender()).isEqualTo("17013");
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, Täht õ, Täht õ",
    "UTF8, Täht õ, Täht õ",
    "utf-8, Täht €, Täht €",
    "ISO-8859-1, Täht õ, Täht õ",
    "latin1, Täht õ, Täht õ",
    "ISO-8859-15, Šokk €, Šokk €",
    "windows-1252, 10 € “x”, 10 € “x”",
    "windows-1251, Привет, Привет",
    "CP1257, Tērbata, Tērbata",
    "KOI8-R, Привет, Привет",
    "UTF-16BE, Привет 😀, Привет 😀",
    "UCS-2, Привет, Привет",
    "UTF-16LE, Привет, Привет",
    "GB18030, 你好, 你好",
  })
  void aTextComesInAnyCharset(String charset, String text, String read) {
    Charset java = Charset.forName(charset.equals("UCS-2") ? "UTF-16BE" : charset);
    // Java's URLEncoder leaves ASCII bare, which in UTF-16 would be one octet: encode every octet.
    StringBuilder raw = new StringBuilder();
    for (byte b : text.getBytes(java)) {
      raw.append("%%%02x".formatted(b));
    }
    assertThat(sent(TO + "&autoconvert=off&charset=" + charset + "&text=" + raw).text())
        .isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource({"UTF-16BE, %04", "UTF-16BE, %D8%3D", "US-ASCII, %E4", "windows-1252, %81"})
  void octetsThatMeanNothingInTheirCharsetAreRefused(String charset, String text) {
    assertThat(send(TO + "&charset=" + charset + "&text=" + text)).isEqualTo("ERROR 102");
  }

  @Test
  void aSenderIsReadInTheCharsetOfTheTextOrInUtf8() {
    assertThat(sent(TO + "&text=%E4&charset=ISO-8859-1&from=P%E4ev").envelope().sender())
        .isEqualTo("Päev");
    assertThat(sent(TO + "&text=%E4&charset=ISO-8859-1&from=P%C3%A4ev").envelope().sender())
        .isEqualTo("Päev");
    assertThat(sent(TO + "&text=%04%1F&charset=UTF-16BE&from=Shop2").envelope().sender())
        .isEqualTo("Shop2");
  }

  @ParameterizedTest
  @CsvSource({
    "on, x“y€, x“yEUR",
    "true, x“y€, x“yEUR",
    "full, “y”, \"y\"",
    "off, “€, “€",
    "false, “€, “€"
  })
  void autoconvertSaysHowMuchIsReplaced(String mode, String text, String read) {
    String raw = encoded(text, java.nio.charset.StandardCharsets.UTF_8);
    assertThat(sent(TO + "&autoconvert=" + mode + "&text=" + raw).text()).isEqualTo(read);
  }

  @Test
  void aTextOfTooManyPartsIsRefused() {
    assertThat(send(TO + "&text=" + "a".repeat(1530))).startsWith("OK ");
    assertThat(send(TO + "&text=" + "a".repeat(1531))).isEqualTo("ERROR 102");
    assertThat(send(TO + "&text=" + "a".repeat(7000))).isEqualTo("ERROR 102");
  }

  @Test
  void dataIsOctetsAndWinsOverText() {
    Found found = sent(TO + "&text=ignored&data=%00%01%FE%ff+z&udh=%06%05%04%15%81%00%00&mclass=1");
    assertThat(found.text()).isEqualTo("0001feff207a");
    assertThat(found.envelope().udh()).isEqualTo("06050415810000");
    assertThat(found.envelope().extras().binary()).isTrue();
    assertThat(found.envelope().extras().messageClass()).isEqualTo(1);
    assertThat(found.parts()).isEqualTo(1);
  }

  @Test
  void octetsThatWereEncodedTwiceAreDecodedTwice() {
    Found found = sent(TO + "&data=%2500%25fE&udh=%2502%2570%2500");
    assertThat(found.text()).isEqualTo("00fe");
    assertThat(found.envelope().udh()).isEqualTo("027000");
    assertThat(sent(TO + "&data=%2500x").text()).isEqualTo("25303078");
  }

  @Test
  void dataAndItsHeaderMustFitOnePart() {
    assertThat(send(TO + "&data=" + "%01".repeat(140))).startsWith("OK ");
    assertThat(send(TO + "&data=" + "%01".repeat(141))).isEqualTo("ERROR 102");
    assertThat(send(TO + "&udh=%02%70%00&data=" + "%01".repeat(137))).startsWith("OK ");
    assertThat(send(TO + "&udh=%02%70%00&data=" + "%01".repeat(138))).isEqualTo("ERROR 102");
    assertThat(send(TO + "&udh=%02%70%00&text=" + "a".repeat(156))).startsWith("OK ");
    assertThat(send(TO + "&udh=%02%70%00&text=" + "a".repeat(157))).isEqualTo("ERROR 102");
  }

  @Test
  void credentialsComeFirst() {
    assertThat(get("shop:wrong", "send_sms", "")).isEqualTo("ERROR 101");
    assertThat(get("nobody:shop-password-0123456", "send_sms", "")).isEqualTo("ERROR 101");
    assertThat(Wire.call(world.port(), "GET", "/send_sms?to=1", "").body()).isEqualTo("ERROR 101");
    assertThat(get("shop:", "send_sms", "")).isEqualTo("ERROR 101");
  }

  @Test
  void aKeyDoesOnlyWhatItWasMadeFor() {
    assertThat(get(World.READS, "send_sms", TO + "&text=a")).isEqualTo("ERROR 103");
    assertThat(get(World.READS, "cancel_sms", "&sms_unique_id=1")).isEqualTo("ERROR 103");
    assertThat(get(World.SENDS, "send_sms", TO + "&text=a")).startsWith("OK ");
    for (String route : new String[] {"get_dlr_response", "get_balance", "prices", "pricelist"}) {
      assertThat(get(World.SENDS, route, "")).as(route).isEqualTo("ERROR 103");
    }
  }

  @Test
  void anAccountWithNothingLeftSendsNothing() {
    world.balance = new BigDecimal("0.00000");
    assertThat(send(TO + "&text=a")).isEqualTo("ERROR 107");
    world.balance = new BigDecimal("0.00001");
    assertThat(send(TO + "&text=a")).startsWith("OK ");
  }

  @Test
  void whoAsksTooOftenIsToldToTryAgain() {
    assertThat(get(World.SLOW, "get_balance", "")).startsWith("OK ");
    String[] key = World.SLOW.split(":", 2);
    Wire.Answer second =
        Wire.call(
            world.port(), "GET", "/get_balance?username=" + key[0] + "&password=" + key[1], "");
    assertThat(second.body()).isEqualTo("FAILED 209");
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void whoseEndpointIsFullIsToldToTryAgain() {
    assertThat(send(TO + "&text=a&dlr-url=https://full.example/d")).isEqualTo("FAILED 209");
  }

  @Test
  void wrongPasswordsAreTriedOnlySoOften() {
    String answer = "";
    for (int i = 0; i < 50 && !answer.equals("FAILED 209"); i++) {
      answer = get("shop:wrong-" + i, "send_sms", "");
      assertThat(answer).isIn("ERROR 101", "FAILED 209");
    }
    assertThat(answer).isEqualTo("FAILED 209");
  }

  @Test
  void aBusyOrBrokenServerAsksToTryAgain() {
    world.ledger.instead = new Outcome.Busy("");
    assertThat(send(TO + "&text=a")).isEqualTo("FAILED 209");
    world.ledger.instead = new Outcome.NotFound();
    assertThat(send(TO + "&text=a")).isEqualTo("FAILED 209");
    world.ledger.instead = new Outcome.Quarantined("");
    assertThat(send(TO + "&text=a")).isEqualTo("ERROR 102");
    world.ledger.away = true;
    String id = "&sms_unique_id=019a9d2c-7f00-7000-8000-0000000000a0";
    assertThat(get(World.SHOP, "get_dlr_response", id)).isEqualTo("FAILED 209");
    assertThat(get(World.SHOP, "cancel_sms", id)).isEqualTo("FAILED 209");
  }
}
