package io.waybill.journey;

import io.waybill.message.Ids;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Requests with several channels.
final class Chains {
  private Chains() {}

  /// A chain in this order; all but the SMS with this validity in seconds.
  static ObjectNode chain(String to, int ttl, String... channels) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("to", to);
    ArrayNode messages = body.putArray("messages");
    for (String channel : channels) {
      ObjectNode message = messages.addObject().put("channel", channel);
      message.put("sender", "Kohvik");
      if (!channel.equals("sms")) {
        message.put("ttl", ttl);
      }
      if (channel.equals("whatsapp")) {
        message.putObject("text").put("body", "Hello");
      } else {
        message.put("text", "Hello");
      }
    }
    return body;
  }

  /// The ids of a chain's messages, from the first one's.
  static List<String> ids(String first, int size) {
    UUID omni = Ids.omniOf(UUID.fromString(first));
    return IntStream.rangeClosed(1, size).mapToObj(i -> Ids.message(omni, i).toString()).toList();
  }
}
