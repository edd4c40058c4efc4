package io.waybill.channel;

import static io.waybill.channel.Given.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.Vault;
import io.waybill.channel.StandIn.Reply;
import io.waybill.channel.StandIn.Request;
import io.waybill.store.AdapterRow;
import io.waybill.store.AdminStore;
import io.waybill.store.ChannelContacts;
import io.waybill.store.Database;
import io.waybill.store.TestPostgres;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Telegram's Bot API against a stand-in, with real contacts. */
class TelegramAdapterTest {
  private static final String BOT = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
  private static final String SECRET = "telegram-secret-token-1";
  private static final String NUMBER = "+37255555501";
  private static final long CHAT = 777_000_111_222L;

  private final AtomicReference<Reply> next =
      new AtomicReference<>(Reply.of(200, "{'ok':true,'result':{'message_id':42}}"));
  private final StandIn telegram = new StandIn(this::answer);
  private final Wire wire = new Wire();
  private final Vault vault = new Vault(new byte[32]);
  private final Database database =
      Database.open(
          TestPostgres.freshDatabase(),
          TestPostgres.user(),
          TestPostgres.password(),
          2,
          Clock.systemUTC());
  private final ChannelContacts contacts = new ChannelContacts(database, vault);

  TelegramAdapterTest() throws SQLException {
    // The database's schema is made when it is opened.
  }

  @BeforeEach
  void configure() throws SQLException, AdminStore.Refused {
    new AdminStore(database, vault).channels().put(row("false"), null);
  }

  @AfterEach
  void close() {
    wire.close();
    telegram.close();
    database.close();
  }

  private Reply answer(Request request) {
    if (!request.path().startsWith("/bot" + BOT + "/")) {
      return Reply.of(404, "{'ok':false,'error_code':404,'description':'Not Found'}");
    }
    return request.json().path("chat_id").asLong(0) == CHAT
        ? next.get()
        : Reply.of(400, "{'ok':false,'error_code':400,'description':'chat not found'}");
  }

  private AdapterRow row(String acceptedIsDelivered) {
    return Given.row(
        "telegram",
        Map.of("base_url", telegram.url(), "accepted_is_delivered", acceptedIsDelivered),
        Map.of("bot_token", BOT, "secret_token", SECRET));
  }

  private Adapter adapter(String acceptedIsDelivered) {
    try {
      return new TelegramAdapter(row(acceptedIsDelivered), wire, contacts);
    } catch (Adapter.Unusable e) {
      throw new AssertionError(e);
    }
  }

  private Outcome send(String content) {
    return adapter("false").send(message("telegram", content));
  }

  private void known() throws SQLException {
    contacts.learn("first", NUMBER, CHAT, Given.NOON);
  }

  @Test
  void aNumberThatHasNotStartedTheBotCannotBeReached() {
    assertThat(send("{'text':'Hi'}"))
        .isEqualTo(new Outcome.Declined(9, "this number has not started the bot"));
    assertThat(telegram.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'text':'Hi'}|sendMessage|'text':'Hi'",
        "{'image_url':'http://x/a','text':'Hi'}|sendPhoto|'photo':'http://x/a','caption':'Hi'",
        "{'document_url':'http://x/a'}|sendDocument|'document':'http://x/a'",
        "{'audio_url':'http://x/a'}|sendAudio|'audio':'http://x/a'"
      })
  void everyContentHasItsMethod(String content, String method, String fields) throws SQLException {
    known();
    assertThat(send(content)).isEqualTo(new Outcome.Taken(CHAT + ".42", false));
    assertThat(telegram.last().path()).endsWith("/" + method);
    assertThat(telegram.last().json())
        .isEqualTo(
            StandIn.JSON.readTree(("{'chat_id':" + CHAT + "," + fields + "}").replace('\'', '"')));
  }

  @Test
  void acceptanceIsDeliveryOnlyWhereTheOperatorSaysSo() throws SQLException {
    known();
    assertThat(adapter("true").send(message("telegram", "{'text':'Hi'}")))
        .isEqualTo(new Outcome.Taken(CHAT + ".42", true));
  }

  @Test
  void whoHasBlockedTheBotDeclines() throws SQLException {
    known();
    next.set(
        Reply.of(
            403,
            "{'ok':false,'error_code':403,'description':'Forbidden: bot was blocked by the user'}"));
    assertThat(send("{'text':'Hi'}"))
        .isEqualTo(
            new Outcome.Declined(
                8, "Telegram's error 403: Forbidden: bot was blocked by the user"));
  }

  @Test
  void tooFastIsTriedAgainWhenTelegramSays() throws SQLException {
    known();
    next.set(
        Reply.of(
            429,
            "{'ok':false,'error_code':429,'description':'x','parameters':{'retry_after':35}}"));
    assertThat(send("{'text':'Hi'}"))
        .isInstanceOfSatisfying(
            Outcome.Returned.class,
            r -> {
              assertThat(r.pause()).isEqualTo(Duration.ofSeconds(35));
              assertThat(r.all()).isTrue();
            });
  }

  @Test
  void timeOutsAndFailuresAreUncertain() throws SQLException {
    known();
    for (int status : new int[] {500, 0, -1}) {
      next.set(Reply.of(status, ""));
      assertThat(send("{'text':'Hi'}")).isInstanceOf(Outcome.Unsure.class);
    }
  }

  @Test
  void aTextThatIsTooLongIsDeclined() throws SQLException {
    known();
    String tooLong = "{'image_url':'http://x/a','text':'" + "a".repeat(1_025) + "'}";
    assertThat(send(tooLong)).isInstanceOf(Outcome.Declined.class);
  }

  private Hearing hear(String update) {
    return adapter("false")
        .hear(
            Given.notice(
                update.replace('\'', '"'), "X-Telegram-Bot-Api-Secret-Token", SECRET, "", ""));
  }

  private static String update(String message) {
    return "{'update_id':1,'message':{'message_id':1,'from':{'id':99},'chat':{'id':"
        + CHAT
        + ",'type':'private'},"
        + message
        + "}}";
  }

  private static List<Said> said(Hearing hearing) {
    return ((Hearing.Heard) hearing).said();
  }

  @Test
  void aContactIsBelievedOnlyFromItsOwner() {
    assertThat(said(hear(update("'contact':{'phone_number':'+372 55555501','user_id':99}"))))
        .containsExactly(new Said.Contact("37255555501", CHAT));
    assertThat(said(hear(update("'contact':{'phone_number':'37255555501','user_id':98}"))))
        .isEmpty();
    assertThat(said(hear(update("'contact':{'phone_number':'37255555501'}")))).isEmpty();
    String group = update("'contact':{'phone_number':'37255555501','user_id':99}");
    assertThat(said(hear(group.replace("private", "group")))).isEmpty();
  }

  @Test
  void whoStartsTheBotIsAskedForHisNumber() {
    var reply = ((Hearing.Heard) hear(update("'text':'/start'"))).reply();
    assertThat(reply.path("method").asString()).isEqualTo("sendMessage");
    assertThat(reply.at("/reply_markup/keyboard/0/0/request_contact").asBoolean()).isTrue();
  }

  @Test
  void whoStopsOrBlocksTheBotIsForgotten() {
    assertThat(said(hear(update("'text':'/stop'")))).containsExactly(new Said.Left(CHAT));
    String kicked =
        "{'my_chat_member':{'chat':{'id':" + CHAT + "},'new_chat_member':{'status':'kicked'}}}";
    assertThat(said(hear(kicked))).containsExactly(new Said.Left(CHAT));
  }

  @Test
  void contactsAreKeptByHashAndCanBeForgotten() throws SQLException {
    known();
    assertThat(contacts.chat("first", "37255555501")).hasValue(CHAT);
    assertThat(contacts.chat("other", NUMBER)).isEmpty();
    contacts.leave("first", CHAT);
    assertThat(contacts.chat("first", NUMBER)).isEmpty();
    known();
    assertThat(contacts.forget(NUMBER)).isEqualTo(1);
    assertThat(send("{'text':'Hi'}")).isInstanceOf(Outcome.Declined.class);
  }

  @Test
  void aWrongSecretIsRefused() {
    assertThat(
            adapter("false")
                .hear(Given.notice("{}", "X-Telegram-Bot-Api-Secret-Token", "no", "", "")))
        .isInstanceOf(Hearing.Refused.class);
  }
}
