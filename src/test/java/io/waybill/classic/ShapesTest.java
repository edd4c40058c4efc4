package io.waybill.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.accept.World;
import io.waybill.store.MessageReader.Found;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The four shapes of a request (contract, trap 10), byte for byte as clients in the field send. */
class ShapesTest {
  private static final String KEY = "username=shop&password=shop-password-0123456";
  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";
  private static final String BOUNDARY = "------------------------d74496d66958873e";
  private static final Pattern OK =
      Pattern.compile("OK ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private Wire.Answer call(String method, String target, String body, String... headers) {
    return Wire.call(world.port(), method, target, body, headers);
  }

  /** The message that was accepted; the whole body is OK and its id, nothing else. */
  private Found accepted(Wire.Answer answer) {
    Matcher ok = OK.matcher(answer.body());
    assertThat(answer.body()).matches(OK);
    assertThat(ok.matches()).isTrue();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(answer.header("WWW-Authenticate")).isEmpty();
    assertThat(answer.header("Content-Length")).isEqualTo("" + answer.body().length());
    return world.ledger.find(1, UUID.fromString(ok.group(1))).getFirst();
  }

  private void says(String line, Wire.Answer answer) {
    assertThat(answer.body()).as(answer.header("Waybill-Reason")).isEqualTo(line);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(answer.header("WWW-Authenticate")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/send_sms", "/send_sms/", "/v1/send_sms", "/v1/send_sms/"})
  void theRootAndV1AreServedWithAndWithoutSlash(String path) {
    Found found = accepted(call("GET", path + "?" + KEY + "&to=37251000000&text=Hello", ""));
    assertThat(found.envelope().recipient()).isEqualTo("+37251000000");
    assertThat(found.text()).isEqualTo("Hello");
    accepted(call("POST", path, KEY + "&to=37251000000&text=Hello", FORM));
  }

  @Test
  void aPostWithEmptyBodyHasItsParametersInTheQueryAsTheJavaAndNodeClientsSend() {
    String target = "/send_sms?" + KEY + "&to=%2B37251000000&text=Hello%20you";
    assertThat(accepted(call("POST", target, "", "Content-Length: 0")).text())
        .isEqualTo("Hello you");
    accepted(call("POST", target, "", "Content-Type: application/json", "Content-Length: 0"));
    accepted(call("GET", target, "", "Content-Type: application/json"));
    accepted(call("POST", target, ""));
  }

  @Test
  void queryAndIdenticalBodyAreOneRequestAsTheOldJavaLibrarySends() {
    String all = KEY + "&to=%2B37251000000&text=Tere+tulemast&from=Shop&time_to_send=";
    Found found = accepted(call("POST", "/send_sms/?" + all, all, FORM));
    assertThat(found.text()).isEqualTo("Tere tulemast");
    assertThat(found.envelope().sender()).isEqualTo("Shop");
  }

  @Test
  void whatTheBodyNamesWinsOverTheQuery() {
    Found found =
        accepted(
            call(
                "POST",
                "/send_sms?" + KEY + "&text=query&to=37251000000&validity=5",
                "text=body",
                FORM));
    assertThat(found.text()).isEqualTo("body");
    assertThat(found.message().validUntil()).isEqualTo(World.NOON.plusSeconds(300));
  }

  @Test
  void phpsCurlSendsAnArrayAsMultipart() {
    Found found =
        accepted(
            call(
                "POST",
                "/send_sms",
                part("username", "shop")
                    + part("password", "shop-password-0123456")
                    + part("to", "+37251000000")
                    + part("text", "J\u00c3\u00b5ulud & 100% + %41\r\n--next")
                    + "--"
                    + BOUNDARY
                    + "--\r\n",
                "Content-Type: multipart/form-data; boundary=" + BOUNDARY));
    assertThat(found.text()).isEqualTo("Jõulud & 100% + %41\r\n--next");
    assertThat(found.envelope().recipient()).isEqualTo("+37251000000");
  }

  private static String part(String name, String value) {
    return "--"
        + BOUNDARY
        + "\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"\r\n\r\n"
        + value
        + "\r\n";
  }

  @Test
  void multipartWithTypesQuotedBoundaryAndPreambleIsReadToo() {
    String body =
        String.join(
            "\r\n",
            "preamble",
            "--b b",
            "content-disposition: form-data; filename=\"x\"; name=text",
            "Content-Type: text/plain; charset=UTF-8",
            "",
            "Hi",
            "--b b",
            "Content-Disposition: form-data; name=\"to\"",
            "",
            "37251000000",
            "--b b--");
    String type = "Content-Type: Multipart/Form-Data; charset=utf-8; boundary=\"b b\"";
    assertThat(accepted(call("POST", "/v1/send_sms?" + KEY, body, type)).text()).isEqualTo("Hi");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "--b",
        "--b\r\n",
        "--b--x\r\n\r\nnothing",
        "--b\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\n372",
        "--b\r\nContent-Disposition: form-data\r\n\r\n372\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"to\"\r\n372\r\n--b--",
        "--bb\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\n372\r\n--bb--",
      })
  void brokenMultipartIsAParameterThatIsWrong(String body) {
    String type = "Content-Type: multipart/form-data; boundary=b";
    says("ERROR 102", call("POST", "/send_sms?" + KEY, body, type));
  }

  @Test
  void multipartWithoutBoundaryAndOtherMediaTypesAreRefused() {
    says("ERROR 102", call("POST", "/send_sms?" + KEY, "x", "Content-Type: multipart/form-data"));
    says("ERROR 102", call("POST", "/send_sms?" + KEY, "{}", "Content-Type: application/json"));
  }

  @Test
  void thousandsOfPartsOrPairsAreRefused() {
    String type = "Content-Type: multipart/form-data; boundary=" + BOUNDARY;
    says("ERROR 102", call("POST", "/send_sms?" + KEY, part("a", "b").repeat(1_500), type));
    says("ERROR 102", call("POST", "/send_sms?" + KEY, "a=b&".repeat(20_000), FORM));
    says("ERROR 102", call("GET", "/send_sms?" + KEY + "&a".repeat(300), ""));
  }

  @Test
  void aBodyWithoutContentTypeIsAForm() {
    accepted(call("POST", "/send_sms", KEY + "&to=37251000000&text=Hello\r\n"));
  }

  @Test
  void percentEncodingMayBeInLowerCaseOrLeftOut() {
    String target =
        "/send_sms?" + KEY + "&to=%2b372%205100%2d0000&autoconvert=off&text=%c3%b5%e2%82%ac";
    assertThat(accepted(call("GET", target, "")).text()).isEqualTo("õ€");
    String raw = KEY + "&to=+372 5100.00_00&text=\u00c3\u00b5 - a=b;c";
    assertThat(accepted(call("POST", "/send_sms", raw, FORM)).text()).isEqualTo("õ - a=b;c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"100%", "%", "%4", "%zz", "%C3%", "%-1"})
  void brokenPercentEncodingIsRefused(String text) {
    says("ERROR 102", call("POST", "/send_sms", KEY + "&to=37251000000&text=" + text, FORM));
    says("ERROR 102", call("GET", "/send_sms?" + KEY + "&to=37251000000&text=" + text, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%FF", "%C3%28", "%ED%A0%80", "a%00b"})
  void octetsThatAreNoTextAreRefused(String text) {
    says("ERROR 102", call("GET", "/send_sms?" + KEY + "&to=37251000000&text=" + text, ""));
  }

  @Test
  void aParameterTwiceMustSayTheSame() {
    accepted(call("GET", "/send_sms?" + KEY + "&to=37251000000&to=37251000000&text=a", ""));
    says(
        "ERROR 102", call("GET", "/send_sms?" + KEY + "&to=37251000000&to=37251000001&text=a", ""));
    says(
        "ERROR 102", call("GET", "/send_sms?" + KEY + "&username=other&to=37251000000&text=a", ""));
    accepted(call("GET", "/send_sms?" + KEY + "&x=1&x=2&to=37251000000&text=a", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
  void otherMethodsAreRefusedInTheSameWords(String method) {
    says("ERROR 102", call(method, "/send_sms?" + KEY, ""));
    says("ERROR 102", call(method, "/v1/get_balance/", ""));
  }

  @Test
  void aHeadRequestHasNoBody() {
    Wire.Answer answer = call("HEAD", "/get_balance?" + KEY, "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aBodyOfTenMegabytesIsRefusedAndTheConnectionCut() {
    String body = KEY + "&to=37251000000&text=" + "a".repeat(10_000_000);
    Wire.Answer answer = call("POST", "/send_sms", body, FORM);
    says("ERROR 102", answer);
    assertThat(answer.header("Connection")).isEqualTo("close");
    String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
    says("ERROR 102", call("POST", "/send_sms", chunk, FORM, "Transfer-Encoding: chunked"));
  }

  @Test
  void aRequestLineBeyondItsBoundIsRefused() {
    Wire.Answer answer = call("GET", "/send_sms?" + KEY + "&text=" + "a".repeat(9_000), "");
    assertThat(answer.status()).isEqualTo(414);
    assertThat(answer.header("Waybill-Reason") + answer.body()).contains("8192");
  }

  @Test
  void severalRequestsGoOverOneConnection() {
    String one = "GET /get_balance?" + KEY + " HTTP/1.1\r\nHost: a\r\n\r\n";
    String last = one.replace("Host: a", "Host: a\r\nConnection: close");
    Wire.Answer both = Wire.raw(world.port(), one + last);
    assertThat(both.body()).startsWith("OK 999999.99HTTP/1.1 200").endsWith("OK 999999.99");
  }

  @Test
  void basicAuthenticationOpensNothingHere() {
    // shop:shop-password-0123456
    String basic = "Authorization: Basic c2hvcDpzaG9wLXBhc3N3b3JkLTAxMjM0NTY=";
    says("ERROR 101", call("GET", "/get_balance", "", basic));
  }
}
