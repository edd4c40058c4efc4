package io.waybill.channel;

import static io.waybill.channel.Given.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.channel.StandIn.Reply;
import io.waybill.channel.StandIn.Request;
import io.waybill.message.Receipt.Word;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Viber Business Messages against a stand-in that checks what is known of the interface. */
class ViberAdapterTest {
  private static final String KEY = "viber-signature-key";
  private static final String TOKEN = "callback-token-0123456789";

  private final AtomicReference<Reply> next =
      new AtomicReference<>(
          Reply.of(200, "{'status':0,'seq':1,'message_token':5379697806260881548}"));
  private final StandIn viber = new StandIn(this::answer);
  private final Wire wire = new Wire();

  @AfterEach
  void close() {
    wire.close();
    viber.close();
  }

  private Reply answer(Request request) {
    var json = request.json();
    boolean complete =
        request.path().equals("/send_message")
            && json.path("service_id").asInt(0) == 3100
            && json.path("dest").asString("").matches("[0-9]+")
            && json.path("type").isInt()
            && json.path("seq").isIntegralNumber()
            && List.of("transaction", "promotion").contains(json.path("label").asString(""))
            && json.path("ttl").asInt(0) >= 30;
    return complete ? next.get() : Reply.of(200, "{'status':6}");
  }

  private Adapter adapter(String purpose) {
    try {
      return new ViberAdapter(
          Given.row(
              "viber",
              Map.of("service_id", "3100", "base_url", viber.url() + "/", "purpose", purpose),
              Map.of("signature_key", KEY, "callback_token", TOKEN)),
          wire);
    } catch (Adapter.Unusable e) {
      throw new AssertionError(e);
    }
  }

  private Outcome send(String content) {
    return adapter("transaction").send(message("viber", content));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'text':'Hi'}|206|transaction|{'#txt':'Hi','#tracking_data':'*'}",
        "{'image_url':'http://x/a'}|107|promotion|{'#img':'http://x/a'}",
        "{'text':'Hi','button_text':'Go','button_url':'http://x'}|109|promotion"
            + "|{'#txt':'Hi','#caption':'Go','#action':'http://x'}",
        "{'text':'Hi','image_url':'http://x/a','button_text':'Go','button_url':'http://x'}"
            + "|108|promotion"
            + "|{'#txt':'Hi','#img':'http://x/a','#caption':'Go','#action':'http://x'}",
        "{'video':{'url':'http://x/v','thumbnail':'http://x/t','file_size':9,'duration':3}}"
            + "|230|promotion"
            + "|{'#thumbnail':'http://x/t','#action':'http://x/v','#tracking_data':'*'}",
        "{'text':'Hi','button_text':'Go','button_url':'http://x','video':{'url':'http://x/v',"
            + "'thumbnail':'http://x/t','file_size':9,'duration':3}}|233|promotion"
            + "|{'#txt':'Hi','#caption':'Go','#action':'http://x','#thumbnail':'http://x/t',"
            + "'#media':'http://x/v','#tracking_data':'*'}"
      })
  void everyCombinationHasItsTypeAndFields(
      String content, int type, String label, String expected) {
    assertThat(send(content)).isEqualTo(new Outcome.Taken("5379697806260881548", false));
    var sent = viber.last().json();
    assertThat(sent.path("type").asInt()).isEqualTo(type);
    assertThat(sent.path("label").asString()).isEqualTo(label);
    assertThat(sent.path("dest").asString()).isEqualTo("37255555501");
    assertThat(sent.path("ttl").asInt()).isEqualTo(600);
    assertThat(sent.path("message"))
        .isEqualTo(
            StandIn.JSON.readTree(expected.replace('\'', '"').replace("*", Given.ID.toString())));
  }

  @Test
  void aPlainTextMayBePromotion() {
    adapter("promotion").send(message("viber", "{'text':'Hi'}"));
    assertThat(viber.last().json().path("type").asInt()).isEqualTo(225);
    assertThat(viber.last().json().path("label").asString()).isEqualTo("promotion");
  }

  @Test
  void templatesAndCarouselsStandBesideTheMessage() {
    send("{'template':{'id':'t-1','lang':'en','params':{'pin':'1234'}}}");
    var template = viber.last().json();
    assertThat(template.path("type").asInt()).isEqualTo(1702);
    assertThat(template.path("templateId").asString()).isEqualTo("t-1");
    assertThat(template.path("templateParams").path("pin").asString()).isEqualTo("1234");
    assertThat(template.has("message")).isFalse();
    send(
        "{'text':'Hi','carousel':{'items':[{'title':'ab','image_url':'http://x/a',"
            + "'primary_button':{'label':'l','action_url':'http://x'}}]}}");
    var carousel = viber.last().json();
    assertThat(carousel.path("type").asInt()).isEqualTo(901);
    var item = carousel.path("carousel").path("items").get(0);
    assertThat(item.path("imageUrl").asString()).isEqualTo("http://x/a");
    assertThat(item.path("primaryButton").path("actionUrl").asString()).isEqualTo("http://x");
  }

  @ParameterizedTest
  @CsvSource({"9,3", "27,3", "8,8", "13,9", "43,9", "6,1", "38,1", "77,1"})
  void whatViberRefusesIsDeclinedWithItsReason(int status, int err) {
    next.set(Reply.of(200, "{'status':" + status + "}"));
    assertThat(send("{'text':'Hi'}"))
        .isInstanceOfSatisfying(
            Outcome.Declined.class,
            d -> {
              assertThat(d.err()).isEqualTo(err);
              assertThat(d.why()).contains("status " + status);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 2})
  void anAddressThatViberDoesNotKnowKeepsTheMessage(int status) {
    next.set(Reply.of(200, "{'status':" + status + "}"));
    assertThat(send("{'text':'Hi'}"))
        .isInstanceOfSatisfying(
            Outcome.Returned.class, r -> assertThat(r.pause()).isEqualTo(Duration.ofSeconds(30)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'status':1}", "{'status':7}", "{}", "{'status':0}", "[]", ""})
  void anAnswerThatDoesNotTellIsUncertain(String body) {
    next.set(Reply.of(200, body));
    assertThat(send("{'text':'Hi'}")).isInstanceOf(Outcome.Unsure.class);
  }

  private static String callback(String fields) {
    return ("{'message_token':5379697806260881548,'message_time':1,'phone_number':'37255555501',"
            + "'service_id':3100,"
            + fields
            + "}")
        .replace('\'', '"');
  }

  @ParameterizedTest
  @CsvSource({"0,DELIVRD", "1,", "2,EXPIRED"})
  void callbacksAreUnderstood(int status, @Nullable Word word) {
    String body = callback("'message_status':" + status);
    Notice signed =
        Given.notice(body, "X-Viber-Content-Signature", Signatures.hex(KEY, body), "", "");
    assertThat(adapter("transaction").hear(signed))
        .isEqualTo(
            new Hearing.Heard(
                List.of(
                    new Said.Status(
                        new Said.About("5379697806260881548", null),
                        word,
                        0,
                        "message_status=" + status))));
  }

  @Test
  void callbacksAreHeardBySignatureOrTokenOnly() {
    String body = callback("'message_status':0");
    Adapter adapter = adapter("transaction");
    assertThat(adapter.hear(Given.notice(body, "", "", "token", TOKEN)))
        .isInstanceOf(Hearing.Heard.class);
    assertThat(adapter.hear(Given.notice(body, "", "", "token", "wrong")))
        .isInstanceOf(Hearing.Refused.class);
    assertThat(adapter.hear(Given.notice(body, "X-Viber-Content-Signature", "00", "", "")))
        .isInstanceOf(Hearing.Refused.class);
    assertThat(adapter.hear(Given.notice(body, "", "", "", "")))
        .isInstanceOf(Hearing.Refused.class);
  }

  @Test
  void whatIsNotKnownSaysNothing() {
    for (String fields : List.of("'message_status':9", "'x':1", "'message_status':'0'")) {
      assertThat(
              adapter("transaction").hear(Given.notice(callback(fields), "", "", "token", TOKEN)))
          .isEqualTo(new Hearing.Heard(List.of()));
    }
  }

  @Test
  void callbacksThatNobodyCanVerifyAreNotAllowed() {
    assertThatThrownBy(
            () -> new ViberAdapter(Given.row("viber", Map.of("service_id", "1"), Map.of()), wire))
        .hasMessageContaining("signature_key and callback_token");
  }
}
