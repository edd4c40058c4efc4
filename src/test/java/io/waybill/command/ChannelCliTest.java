package io.waybill.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.simulator.ChannelFarEnd;
import io.waybill.store.AdminStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adapters of channels by command, beside a server that runs and follows. */
class ChannelCliTest {
  private static final Duration IN_FORCE = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String SECRET = "far-end-secret-0123456789";

  @TempDir private static Path directory;
  private static Path secret;
  private static TestServer server;
  private static ChannelFarEnd provider;

  @BeforeAll
  static void start() throws IOException, SQLException, AdminStore.Refused {
    server = TestServer.start(directory);
    secret = directory.resolve("secret");
    Files.writeString(secret, SECRET + "\n");
    provider =
        ChannelFarEnd.start(
            "127.0.0.1", 0, SECRET, server.url(), Duration.ofMillis(50), Duration.ofMillis(100));
  }

  @AfterAll
  static void stop() {
    provider.close();
    server.close();
  }

  private static Cli.Ran run(String line) {
    return new Beside(server.configuration()).run(line);
  }

  private static String done(String line) {
    return new Beside(server.configuration()).done(line);
  }

  private static String set(String name, String channel) {
    return "channel set %s --channel %s --setting url=http://127.0.0.1:%d/send --secret-file"
            .formatted(name, channel, provider.port())
        + " secret="
        + secret;
  }

  /** Whether a message by Viber is delivered; without a way it is refused, or fails. */
  private static boolean goesByViber() {
    String body =
        """
        {"to":"+37255555501","messages":[{"channel":"viber","sender":"Shop","text":"Hello"}]}
        """;
    var answer = server.call("POST", "/v1/omnimessage", TestServer.SHOP, body);
    if (answer.statusCode() == 400) {
      assertThat(answer.body()).contains("this installation has no adapter for viber");
      return false;
    }
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    String id = TestServer.json(answer).at("/messages/0/message_id").stringValue();
    Patience.within(
        SOON, "it ends", () -> List.of("delivered", "failed", "seen").contains(server.state(id)));
    return !server.state(id).equals("failed");
  }

  /**
   * Whether there is no way any more. A message that was accepted a moment before the change may
   * still have gone, and its provider's report finds no adapter: nobody waits for its end here.
   */
  private static boolean noneGoesByViber() {
    String body =
        """
        {"to":"+37255555501","messages":[{"channel":"viber","sender":"Shop","text":"Hello"}]}
        """;
    return server.call("POST", "/v1/omnimessage", TestServer.SHOP, body).statusCode() == 400;
  }

  @Test
  void anAdapterWorksFromSetToRemove() {
    assertThat(goesByViber()).isFalse();
    assertThat(done(set("gateway", "viber") + " --rate 50 --concurrency 4"))
        .isEqualTo("adapter gateway is set; its provider reports to /channels/gateway\n");
    Patience.within(IN_FORCE, "messages go that way", ChannelCliTest::goesByViber);
    assertThat(provider.taken()).isPositive();
    assertThat(done("channel list"))
        .containsPattern("ADAPTER +CHANNEL +ACCOUNT +KIND +STANDING +RATE")
        .containsPattern(
            "gateway +viber +all +generic +enabled +50/s +4 at once +resend +url=http://127")
        .doesNotContain(SECRET);
    assertThat(done("channel test gateway"))
        .startsWith("gateway works: ")
        .contains("its provider must report to /channels/gateway");
    refused(set("another", "viber"), "enabled adapter for viber of all accounts already");
    done(set("gateway", "viber") + " --disabled");
    Patience.within(IN_FORCE, "it is disabled", ChannelCliTest::noneGoesByViber);
    assertThat(done("channel list")).containsPattern("gateway +viber .* disabled +no rate bound");
    done(set("gateway", "viber"));
    Patience.within(IN_FORCE, "it is enabled", ChannelCliTest::goesByViber);
    assertThat(done("channel remove gateway")).isEqualTo("adapter gateway is removed\n");
    Patience.within(IN_FORCE, "it is gone", ChannelCliTest::noneGoesByViber);
    assertThat(done("channel list")).doesNotContain("gateway");
  }

  @Test
  void anAdapterOfOneAccountIsForItsMessagesAlone() {
    assertThat(done(set("theirs", "viber") + " --account other")).contains("adapter theirs is set");
    assertThat(done("channel list")).containsPattern("theirs +viber +other ");
    done("channel remove theirs");
  }

  @Test
  void aProviderThatIsNotThereIsSaidSo() {
    done(
        "channel set lost --channel rcs --setting url=http://127.0.0.1:1/ --secret-file secret="
            + secret);
    refused("channel test lost", "lost does not work: ");
    done("channel remove lost");
  }

  @Test
  void aNumberWithoutContactsIsForgottenAllTheSame() {
    assertThat(done("channel forget +37255555501")).isEqualTo("forgotten: 0 contacts\n");
  }

  private static void refused(String line, String why) {
    Cli.Ran ran = run(line);
    assertThat(ran.code()).as(ran.out()).isEqualTo(1);
    assertThat(ran.complaints()).singleElement().asString().contains(why);
    assertThat(ran.err()).doesNotContain("Exception", SECRET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set Gate! --channel viber | NAME must be 1 to 40 of a-z, 0-9 and dashes",
        "set none --channel viber | NAME must be",
        "set a --channel fax | --channel must be viber, whatsapp, telegram or rcs",
        "set a --channel viber --kind whatsapp | --kind whatsapp is not for --channel viber",
        "set a --channel viber --kind fax | kind must be one of generic, whatsapp, viber, telegram",
        "set a --channel viber --on-uncertain pray | --on-uncertain must be resend or hold",
        "set a --channel viber --rate -1 | --rate must be 0 to 10000",
        "set a --channel viber --rate 10001 | --rate must be 0 to 10000",
        "set a --channel viber --concurrency 0 | --concurrency must be 1 to 256",
        "set a --channel viber | url",
        "set a --channel viber --setting url=nowhere | url",
        "set a --channel viber --setting url=http://a/ | secret",
        "set a --channel viber --setting url=http://a/ --setting colour=red | colour",
        "set a --channel viber --secret-file secret=/no/such | --secret-file: /no/such does not exist",
        "set a --channel viber --secret-file secret=/tmp | --secret-file: /tmp cannot be read as text",
        "remove nobody | no adapter is named nobody",
        "test nobody | no adapter is named nobody",
        "forget 55555501 | write the number as +37255555501, not 55555501",
        "forget hello | write the number as",
      })
  void whatCannotBeDoneIsSaidWithWhatToWrite(String line, String why) {
    refused("channel " + line, why);
    assertThat(done("channel list").lines()).noneMatch(l -> l.startsWith("a "));
  }

  @Test
  void anAccountOrSecretThatDoesNotFitIsSaid() throws IOException {
    refused(set("a", "viber") + " --account nobody", "no account is named nobody");
    Path weak = directory.resolve("weak");
    Files.writeString(weak, "short");
    refused(
        "channel set a --channel viber --setting url=http://a/ --secret-file secret=" + weak,
        "at least 16 octets");
  }

  @Test
  void whatIsNotUnderstoodEndsWithTwoAndTheUsage() {
    for (String line : List.of("channel set a", "channel test", "channel set a --rate many")) {
      Cli.Ran ran = run(line);
      assertThat(ran.code()).as(ran.err()).isEqualTo(2);
      assertThat(ran.err()).contains("Usage: waybill channel");
    }
  }
}
