package io.waybill.channel;

import io.waybill.http.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads an update of the Bot API. A number is believed only if its owner himself shares it, in his
/// own chat with the bot. Pure.
final class TelegramNotice {
  private TelegramNotice() {}

  static Hearing read(String body, String greeting) {
    if (!(Json.read(body) instanceof Json.Parsed.Tree(var root, _)) || !root.isObject()) {
      return new Hearing.Refused(400, "The body must be a JSON object.");
    }
    List<Said> said = new ArrayList<>();
    JsonNode message = root.path("message");
    JsonNode chat = message.path("chat");
    boolean privately = chat.path("type").asString("").equals("private");
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    if (message.isObject() && privately && chat.path("id").isIntegralNumber()) {
      String text = message.path("text").asString("");
      if (message.path("contact").isObject()) {
        contact(message, chat.path("id").longValue(), said);
      } else if (text.equals("/start") || text.startsWith("/start ")) {
        reply = ask(chat.path("id").longValue(), greeting);
      } else if (text.equals("/stop")) {
        said.add(new Said.Left(chat.path("id").longValue()));
      } else if (!text.isEmpty()) {
        said.add(new Said.Inbound(chat.path("id").asString(), "", text));
      }
    }
    JsonNode member = root.path("my_chat_member");
    String standing = member.path("new_chat_member").path("status").asString("");
    if (standing.equals("kicked") && member.path("chat").path("id").isIntegralNumber()) {
      said.add(new Said.Left(member.path("chat").path("id").longValue()));
    }
    return new Hearing.Heard(said, reply);
  }

  private static void contact(JsonNode message, long chat, List<Said> said) {
    JsonNode contact = message.path("contact");
    String number = contact.path("phone_number").asString("").replaceAll("[^0-9]", "");
    JsonNode whose = contact.path("user_id");
    boolean own =
        whose.isIntegralNumber()
            && whose.longValue() == message.path("from").path("id").asLong(-1)
            && number.length() >= 5
            && number.length() <= 15;
    if (own) {
      said.add(new Said.Contact(number, chat));
    }
  }

  /// The webhook's answer may be a call of a method: here a button by which a number is shared.
  private static ObjectNode ask(long chat, String greeting) {
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.put("method", "sendMessage").put("chat_id", chat).put("text", greeting);
    ObjectNode keyboard = reply.putObject("reply_markup");
    keyboard.put("one_time_keyboard", true).put("resize_keyboard", true);
    keyboard
        .putArray("keyboard")
        .addArray()
        .addObject()
        .put("text", "Share my number")
        .put("request_contact", true);
    return reply;
  }
}
