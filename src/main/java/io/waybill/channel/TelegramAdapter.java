package io.waybill.channel;

import io.waybill.channel.Wire.Reply;
import io.waybill.store.AdapterRow;
import io.waybill.store.ChannelContacts;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Telegram by a bot (Bot API): `sendMessage`, `sendPhoto`, `sendDocument`, `sendAudio`, updates by
/// webhook. A bot knows chats, not numbers: which chat stands for a number is learned when its
/// owner shares it with the bot. Telegram does not tell whether a message was delivered.
final class TelegramAdapter implements Adapter {
  static final String BASE = "https://api.telegram.org";
  private static final String SECRET = "X-Telegram-Bot-Api-Secret-Token";
  private static final int TEXT_MAX = 4096;
  private static final int CAPTION_MAX = 1024;
  private static final int NO_WAY = 9;

  private final Wire wire;
  private final ChannelContacts contacts;
  private final String name;
  private final String root;
  private final String secretToken;
  private final boolean acceptedIsDelivered;
  private final String greeting;
  private final Duration timeout;

  TelegramAdapter(AdapterRow row, Wire wire, ChannelContacts contacts) throws Unusable {
    Settings settings = new Settings(row);
    settings.knowOnly(
        Set.of("base_url", "accepted_is_delivered", "greeting"),
        Set.of("bot_token", "secret_token"));
    String token = settings.secret("bot_token");
    if (!token.matches("[0-9]{1,20}:[A-Za-z0-9_-]{10,100}")) {
      throw new Unusable("bot_token is not as BotFather writes it: digits, a colon, the rest");
    }
    this.secretToken = settings.secret("secret_token");
    if (!secretToken.matches("[A-Za-z0-9_-]{16,256}")) {
      throw new Unusable("secret_token must be 16 to 256 of A-Z, a-z, 0-9, _ and -");
    }
    this.wire = wire;
    this.contacts = contacts;
    this.name = row.name();
    this.root = settings.base("base_url", BASE) + "/bot" + token + "/";
    this.acceptedIsDelivered =
        settings.oneOf("accepted_is_delivered", List.of("false", "true")).equals("true");
    this.greeting = settings.or("greeting", "Share your number to get messages here.");
    this.timeout = settings.timeout();
  }

  @Override
  public Outcome send(Outbound message) {
    OptionalLong chat;
    try {
      chat = contacts.chat(name, message.recipient());
    } catch (SQLException e) {
      return new Outcome.Returned("the contacts could not be read");
    }
    if (chat.isEmpty()) {
      return new Outcome.Declined(NO_WAY, "this number has not started the bot");
    }
    JsonNode content = message.content();
    String text = content.path("text").asString("");
    String method = method(content);
    if (text.length() > (method.equals("sendMessage") ? TEXT_MAX : CAPTION_MAX)) {
      return new Outcome.Declined(1, "the text is longer than Telegram takes");
    }
    ObjectNode body = body(content, method, text, chat.getAsLong());
    Reply reply = wire.post(URI.create(root + method), body, Map.of(), timeout);
    if (!(reply instanceof Reply.Answered answer)) {
      return Replies.unanswered(reply);
    }
    return outcome(answer, chat.getAsLong(), message);
  }

  private static String method(JsonNode content) {
    return content.has("image_url")
        ? "sendPhoto"
        : content.has("document_url")
            ? "sendDocument"
            : content.has("audio_url") ? "sendAudio" : "sendMessage";
  }

  private static ObjectNode body(JsonNode content, String method, String text, long chat) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("chat_id", chat);
    switch (method) {
      case "sendPhoto" -> body.put("photo", content.path("image_url").asString(""));
      case "sendDocument" -> body.put("document", content.path("document_url").asString(""));
      case "sendAudio" -> body.put("audio", content.path("audio_url").asString(""));
      default -> {
        return body.put("text", text);
      }
    }
    return text.isEmpty() ? body : body.put("caption", text);
  }

  private Outcome outcome(Reply.Answered answer, long chat, Outbound message) {
    JsonNode said = answer.body();
    if (answer.isSuccess() && said.path("ok").asBoolean(false)) {
      String id = said.path("result").path("message_id").asString("");
      return id.isEmpty()
          ? new Outcome.Unsure("an answer without message_id")
          : new Outcome.Taken(chat + "." + id, acceptedIsDelivered);
    }
    String why =
        Replies.brief(
            "Telegram's error %s: %s"
                .formatted(
                    said.path("error_code").asString(Integer.toString(answer.status())),
                    said.path("description").asString("-")));
    return switch (answer.status()) {
      case 429 -> {
        long seconds = said.path("parameters").path("retry_after").asLong(1);
        yield new Outcome.Returned(
            why, Replies.bounded(Duration.ofSeconds(Math.max(1, seconds))), true);
      }
      case 401, 404 -> new Outcome.Returned(why, Replies.LOCKED_OUT, true);
      case 403 -> new Outcome.Declined(8, why);
      default -> Replies.byStatus(answer, why, message.now());
    };
  }

  @Override
  public Hearing hear(Notice notice) {
    return notice.header().apply(SECRET).filter(s -> Signatures.same(secretToken, s)).isPresent()
        ? TelegramNotice.read(notice.body(), greeting)
        : new Hearing.Refused(401, SECRET + " is missing or wrong.");
  }

  @Override
  public String check() throws Unusable {
    return switch (wire.get(URI.create(root + "getMe"), Map.of(), timeout)) {
      case Reply.Answered a when a.isSuccess() ->
          "the token is that of @" + a.body().path("result").path("username").asString("?");
      case Reply.Answered a -> throw new Unusable("Telegram answered HTTP " + a.status());
      case Reply.NotSent(var why) -> throw new Unusable(why);
      case Reply.NoAnswer(var why) -> throw new Unusable(why);
    };
  }
}
