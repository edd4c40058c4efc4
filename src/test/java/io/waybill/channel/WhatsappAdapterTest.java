package io.waybill.channel;

import static io.waybill.channel.Given.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.channel.StandIn.Reply;
import io.waybill.channel.StandIn.Request;
import io.waybill.message.Receipt.Word;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WhatsApp's Cloud API against a stand-in that checks what Meta's documentation demands. */
class WhatsappAdapterTest {
  private static final String TOKEN = "EAAG-token";
  private static final String APP_SECRET = "app-secret-0123456789";
  private static final String ROOT = "/v23.0/1066/";
  private static final Reply TAKEN =
      Reply.of(
          200,
          "{'messaging_product':'whatsapp','contacts':[{'input':'37255555501','wa_id':"
              + "'37255555501'}],'messages':[{'id':'wamid.HBgLAb='}]}");

  private final AtomicReference<Reply> next = new AtomicReference<>(TAKEN);
  private final StandIn meta = new StandIn(this::answer);
  private final Wire wire = new Wire();

  @AfterEach
  void close() {
    wire.close();
    meta.close();
  }

  private Reply answer(Request request) {
    if (!("Bearer " + TOKEN).equals(request.headers().getFirst("Authorization"))) {
      return Reply.of(401, "{'error':{'code':190,'message':'Invalid OAuth access token'}}");
    }
    if (request.path().equals(ROOT + "media")) {
      boolean right =
          String.valueOf(request.headers().getFirst("Content-Type"))
                  .matches("multipart/form-data;.*boundary=.*")
              && request.latin().contains("name=\"messaging_product\"")
              && request.latin().contains("name=\"type\"")
              && request.latin().contains("name=\"file\"");
      return right
          ? Reply.of(200, "{'id':'4490709327384033'}")
          : Reply.of(400, "{'error':{'code':100}}");
    }
    if (!request.path().equals(ROOT + "messages")) {
      return Reply.of(404, "{'error':{'code':100,'message':'Unknown path'}}");
    }
    var json = request.json();
    boolean complete =
        json.path("messaging_product").asString("").equals("whatsapp")
            && json.path("to").asString("").matches("[0-9]+")
            && json.has(json.path("type").asString("none"));
    return complete ? next.get() : Reply.of(400, "{'error':{'code':131008}}");
  }

  private Adapter adapter(String token) {
    try {
      return new WhatsappAdapter(
          Given.row(
              "whatsapp",
              Map.of("phone_number_id", "1066", "base_url", meta.url()),
              Map.of("access_token", token, "app_secret", APP_SECRET, "verify_token", "v-token")),
          wire);
    } catch (Adapter.Unusable e) {
      throw new AssertionError(e);
    }
  }

  private Outcome send(String content) {
    return adapter(TOKEN).send(message("whatsapp", content));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'text':{'body':'Hi'}}|{'body':'Hi','preview_url':true}",
        "{'text':{'body':'Hi','preview_url':false}}|{'body':'Hi','preview_url':false}",
        "{'image':{'link':'https://x.example/a','caption':'c','mime_type':'image/png'}}"
            + "|{'link':'https://x.example/a','caption':'c'}",
        "{'video':{'id':'7'}}|{'id':'7'}",
        "{'audio':{'id':'7','mime_type':'audio/ogg'}}|{'id':'7'}",
        "{'document':{'link':'https://x.example/a','file_name':'a.pdf'}}"
            + "|{'link':'https://x.example/a','filename':'a.pdf'}",
        "{'sticker':{'id':'7','animated':true}}|{'id':'7'}",
        "{'template':{'name':'n','language':{'code':'en'},'components':[{'type':'button',"
            + "'sub_type':'url','index':0,'parameters':[{'type':'text','text':'x'}]}]}}"
            + "|{'name':'n','language':{'code':'en'},'components':[{'type':'button',"
            + "'sub_type':'url','index':'0','parameters':[{'type':'text','text':'x'}]}]}"
      })
  void everyContentIsWrittenInTheFieldsOfTheCloudApi(String content, String expected) {
    assertThat(send(content)).isEqualTo(new Outcome.Taken("wamid.HBgLAb=", false));
    var sent = meta.last().json();
    String type = sent.path("type").asString();
    assertThat(sent.path(type)).isEqualTo(StandIn.JSON.readTree(expected.replace('\'', '"')));
    assertThat(sent.path("to").asString()).isEqualTo("37255555501");
    assertThat(sent.path("biz_opaque_callback_data").asString()).isEqualTo(Given.ID.toString());
  }

  @Test
  void aFileOfAnOldClientIsUploadedFirst() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', 1, 2, 3};
    String base64 = Base64.getEncoder().encodeToString(png);
    assertThat(send("{'image':{'content':'" + base64 + "','caption':'c'}}"))
        .isInstanceOf(Outcome.Taken.class);
    assertThat(meta.requests()).hasSize(2);
    assertThat(meta.requests().getFirst().latin()).contains("image/png", "\u0089PNG\u0001");
    assertThat(meta.last().json().path("image").path("id").asString())
        .isEqualTo("4490709327384033");
    assertThat(meta.last().json().path("image").path("caption").asString()).isEqualTo("c");
  }

  @ParameterizedTest
  @CsvSource({
    "400, 131026, 1",
    "400, 131047, 1",
    "400, 131021, 3",
    "400, 131050, 8",
    "400, 131042, 9",
    "404, 132001, 1",
    "400, 100, 1"
  })
  void whatMetaRefusesForGoodIsDeclined(int status, int code, int err) {
    next.set(Reply.of(status, "{'error':{'code':" + code + ",'message':'No way'}}"));
    assertThat(send("{'text':{'body':'Hi'}}"))
        .isEqualTo(new Outcome.Declined(err, "code " + code + ": No way"));
  }

  @Test
  void tooFastIsTriedAgainLater() {
    next.set(Reply.of(400, "{'error':{'code':130429}}"));
    assertThat(send("{'text':{'body':'Hi'}}"))
        .isInstanceOfSatisfying(
            Outcome.Returned.class,
            r -> {
              assertThat(r.all()).isTrue();
              assertThat(r.pause()).isEqualTo(Duration.ofSeconds(1));
            });
    next.set(new Reply(429, "{}", Map.of("Retry-After", "17")));
    assertThat(send("{'text':{'body':'Hi'}}"))
        .isInstanceOfSatisfying(
            Outcome.Returned.class, r -> assertThat(r.pause()).isEqualTo(Duration.ofSeconds(17)));
    next.set(Reply.of(400, "{'error':{'code':131056}}"));
    assertThat(send("{'text':{'body':'Hi'}}"))
        .isInstanceOfSatisfying(Outcome.Returned.class, r -> assertThat(r.all()).isFalse());
  }

  @Test
  void aWrongTokenKeepsTheMessageForTheOperatorToMend() {
    assertThat(adapter("wrong").send(message("whatsapp", "{'text':{'body':'Hi'}}")))
        .isInstanceOfSatisfying(
            Outcome.Returned.class, r -> assertThat(r.pause()).isEqualTo(Duration.ofSeconds(30)));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 200, 0, -1})
  void whatMayHaveBeenTakenIsUncertain(int status) {
    next.set(Reply.of(status, status == 200 ? "not json" : ""));
    assertThat(send("{'text':{'body':'Hi'}}")).isInstanceOf(Outcome.Unsure.class);
  }

  @Test
  void anAnswerOfMegabytesIsNotReadToItsEnd() {
    next.set(new Reply(200, "x".repeat(5_000_000), Map.of()));
    assertThat(send("{'text':{'body':'Hi'}}")).isInstanceOf(Outcome.Unsure.class);
  }

  @Test
  void aRefusedConnectionSurelyTookNothing() {
    meta.close();
    assertThat(send("{'text':{'body':'Hi'}}")).isInstanceOf(Outcome.Returned.class);
  }

  private static String status(String fields) {
    return ("{'object':'whatsapp_business_account','entry':[{'id':'1','changes':[{'field':"
            + "'messages','value':{'messaging_product':'whatsapp','metadata':{"
            + "'display_phone_number':'3725550000','phone_number_id':'1066'},'statuses':[{"
            + "'id':'wamid.A','recipient_id':'37255555501',"
            + fields
            + "}]}}]}]}")
        .replace('\'', '"');
  }

  private Hearing hear(String body, String secret) {
    String signature = "sha256=" + Signatures.hex(secret, body);
    return adapter(TOKEN).hear(Given.notice(body, "X-Hub-Signature-256", signature, "", ""));
  }

  @ParameterizedTest
  @CsvSource({"sent,ACCEPTD,0", "delivered,DELIVRD,0", "read,,0", "failed,UNDELIV,1"})
  void statusesAreUnderstood(
      String word, @org.jspecify.annotations.Nullable Word expected, int err) {
    String errors = word.equals("failed") ? ",'errors':[{'code':131026,'title':'x'}]" : "";
    var heard = (Hearing.Heard) hear(status("'status':'" + word + "'" + errors), APP_SECRET);
    assertThat(heard.said())
        .singleElement()
        .isInstanceOfSatisfying(
            Said.Status.class,
            s -> {
              assertThat(s.about()).isEqualTo(new Said.About("wamid.A", null));
              assertThat(s.word()).isEqualTo(expected);
              assertThat(s.err()).isEqualTo(err);
            });
  }

  @Test
  void ourOwnIdComesBackWithAStatus() {
    var heard =
        (Hearing.Heard)
            hear(
                status("'status':'sent','biz_opaque_callback_data':'" + Given.ID + "'"),
                APP_SECRET);
    assertThat(((Said.Status) heard.said().getFirst()).about().ownId()).isEqualTo(Given.ID);
  }

  @Test
  void aWrongOrMissingSignatureIsRefused() {
    String body = status("'status':'read'");
    assertThat(hear(body, "another secret")).isInstanceOf(Hearing.Refused.class);
    assertThat(adapter(TOKEN).hear(Given.notice(body, "", "", "", "")))
        .isInstanceOf(Hearing.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"entry\":7}",
        "{\"entry\":[{\"changes\":[{\"value\":{\"statuses\":[{\"status\":\"sent\"}]}}]}]}",
        "{\"entry\":[{\"changes\":[{\"field\":\"flows\",\"value\":{\"statuses\":[7]}}]}]}"
      })
  void whatIsNotKnownSaysNothing(String body) {
    assertThat(hear(body, APP_SECRET)).isEqualTo(new Hearing.Heard(java.util.List.of()));
  }

  @Test
  void theAddressIsVerifiedByItsToken() {
    Adapter adapter = adapter(TOKEN);
    Map<String, String> query =
        Map.of("hub.mode", "subscribe", "hub.verify_token", "v-token", "hub.challenge", "1158");
    Notice right =
        new Notice(
            "",
            _ -> java.util.Optional.empty(),
            q -> java.util.Optional.ofNullable(query.get(q)),
            Given.NOON);
    assertThat(adapter.greet(right)).isEqualTo(new Hearing.Greeted("1158"));
    assertThat(adapter.greet(Given.notice("", "", "", "hub.verify_token", "wrong")))
        .isInstanceOf(Hearing.Refused.class);
  }

  @Test
  void settingsThatAreMissingOrUnknownAreNamed() {
    assertThatThrownBy(() -> new WhatsappAdapter(Given.row("whatsapp", Map.of(), Map.of()), wire))
        .hasMessage("the setting phone_number_id is missing");
    assertThatThrownBy(
            () -> new WhatsappAdapter(Given.row("whatsapp", Map.of("phone", "1"), Map.of()), wire))
        .hasMessageContaining("phone is not a setting of kind whatsapp");
  }
}
