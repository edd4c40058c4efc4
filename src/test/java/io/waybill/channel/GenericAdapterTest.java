package io.waybill.channel;

import static io.waybill.channel.Given.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.channel.StandIn.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own protocol, both ways. */
class GenericAdapterTest {
  private static final String SECRET = "generic-secret-0123456789";

  private final AtomicReference<Reply> next = new AtomicReference<>(Reply.of(202, "{'id':'g-1'}"));
  private final StandIn gateway = new StandIn(_ -> next.get());
  private final Wire wire = new Wire();

  @AfterEach
  void close() {
    wire.close();
    gateway.close();
  }

  private Adapter adapter() {
    try {
      return new GenericAdapter(
          Given.row(
              "generic",
              Map.of("url", gateway.url() + "/send", "callback_url", "https://us.example/c"),
              Map.of("secret", SECRET)),
          wire);
    } catch (Adapter.Unusable e) {
      throw new AssertionError(e);
    }
  }

  private Outcome send() {
    return adapter().send(message("viber", "{'text':'Hi'}"));
  }

  @Test
  void aMessageIsSignedAndSaysAllThereIs() {
    assertThat(send()).isEqualTo(new Outcome.Taken("g-1", false));
    var sent = gateway.last();
    assertThat(sent.json().toString())
        .isEqualTo(
            ("{'type':'message','message_id':'0194f1e0-1111-7222-8333-444455556661',"
                    + "'omnimessage_id':'"
                    + io.waybill.message.Ids.omniOf(Given.ID)
                    + "','adapter':'first','channel':'viber','to':'+37255555501','sender':'Shop',"
                    + "'valid_until':'2027-01-15T12:10:00Z','content':{'text':'Hi'},"
                    + "'callback_url':'https://us.example/c'}")
                .replace('\'', '"'));
    Map<String, String> headers = new HashMap<>();
    for (String h : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
      headers.put(h, sent.headers().getFirst(h));
    }
    assertThat(headers).containsEntry("webhook-id", Given.ID.toString());
    assertThat(
            Signatures.standardFault(Signatures.key(SECRET), Given.notice(sent.latin(), headers)))
        .isEmpty();
  }

  @Test
  void theSignatureIsThatOfStandardWebhooks() {
    // The example of the specification's own libraries, made with this secret.
    byte[] key = Signatures.key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    assertThat(
            Signatures.standard(
                key,
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                java.time.Instant.ofEpochSecond(1_614_265_330),
                "{\"test\": 2432232314}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void aGatewaysNoIsDeclinedAndItsOtherAnswersAreNot() {
    next.set(Reply.of(422, "{'err':3,'why':'no such user'}"));
    assertThat(send()).isEqualTo(new Outcome.Declined(3, "no such user"));
    next.set(Reply.of(400, "{'err':77}"));
    assertThat(send()).isEqualTo(new Outcome.Declined(999, "the gateway declined it"));
    next.set(new Reply(429, "{}", Map.of("Retry-After", "Fri, 15 Jan 2027 12:00:09 GMT")));
    assertThat(send())
        .isInstanceOfSatisfying(
            Outcome.Returned.class, r -> assertThat(r.pause()).isEqualTo(Duration.ofSeconds(9)));
    next.set(Reply.of(301, ""));
    assertThat(send()).as("nothing is followed").isInstanceOf(Outcome.Unsure.class);
    next.set(Reply.of(200, "{}"));
    assertThat(send()).isInstanceOf(Outcome.Unsure.class);
    next.set(Reply.of(404, ""));
    assertThat(send()).isInstanceOf(Outcome.Declined.class);
  }

  private Hearing hear(String body, String secret, long secondsOff) {
    var now = Given.NOON.plusSeconds(secondsOff);
    byte[] octets = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return adapter()
        .hear(Given.notice(body, Signatures.standard(Signatures.key(secret), "e-1", now, octets)));
  }

  @Test
  void statusesComeAloneOrMany() {
    assertThat(((Hearing.Heard) hear("{\"id\":\"g-1\",\"status\":\"seen\"}", SECRET, 0)).said())
        .hasSize(1);
    String one = "{\"id\":\"g-1\",\"status\":\"delivered\"}";
    String many = "{\"statuses\":[" + one + "," + one + "],\"inbound\":[]}";
    assertThat(((Hearing.Heard) hear(many, SECRET, 0)).said()).hasSize(2);
  }

  @Test
  void signaturesMustBeRightAndRecent() {
    String body = "{\"id\":\"g-1\",\"status\":\"seen\"}";
    assertThat(hear(body, SECRET, 299)).isInstanceOf(Hearing.Heard.class);
    assertThat(hear(body, SECRET, -301)).isInstanceOf(Hearing.Refused.class);
    assertThat(hear(body, "another-secret-0123456", 0)).isInstanceOf(Hearing.Refused.class);
    assertThat(adapter().hear(Given.notice(body, Map.of()))).isInstanceOf(Hearing.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"id\":\"x\"}",
        "{\"status\":\"seen\"}",
        "{\"id\":\"x\",\"status\":\"gone\"}",
        "{\"statuses\":[{}]}",
        "{\"inbound\":[{\"from\":\"+1\"}]}"
      })
  void whatIsNotUnderstoodIsRefused(String body) {
    assertThat(hear(body, SECRET, 0))
        .isInstanceOfSatisfying(Hearing.Refused.class, r -> assertThat(r.status()).isEqualTo(400));
  }

  @Test
  void anItemThatIsNotUnderstoodCostsOnlyItself() {
    String body =
        "{\"statuses\":[{\"id\":\"a\",\"status\":\"seen\"},{\"id\":\"b\",\"status\":\"paused\"}],"
            + "\"inbound\":[{\"from\":\"+1\"}]}";
    assertThat(hear(body, SECRET, 0))
        .isInstanceOfSatisfying(Hearing.Heard.class, h -> assertThat(h.said()).hasSize(1));
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() ->
            new GenericAdapter(
                Given.row("generic", Map.of("url", "ftp://x"), Map.of("secret", SECRET)), wire))
        .hasMessageContaining("must be an http or https URL");
    assertThatThrownBy(() ->
            new GenericAdapter(
                Given.row("generic", Map.of("url", "http://x"), Map.of("secret", "short")), wire))
        .hasMessageContaining("at least 16 octets");
  }

  @Test
  void checkingSendsAPing() throws Adapter.Unusable {
    assertThat(adapter().check()).contains("ping");
    assertThat(gateway.last().json().path("type").asString()).isEqualTo("ping");
    next.set(Reply.of(401, ""));
    assertThatThrownBy(() -> adapter().check()).hasMessageContaining("HTTP 401");
  }

  @Test
  void aRateSpacesRequests() {
    Pace pace = new Pace(10);
    long now = 1_000_000_000L;
    assertThat(pace.take(now)).isZero();
    assertThat(pace.take(now)).isEqualTo(100_000_000L);
    assertThat(pace.take(now + 50_000_000L)).isEqualTo(150_000_000L);
    assertThat(pace.take(now + 5_000_000_000L)).isZero();
    assertThat(new Pace(0).take(now)).isZero();
  }
}
