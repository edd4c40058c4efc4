package io.waybill.accept;

import io.waybill.http.Json;
import io.waybill.message.ErrorDictionary.Meaning;
import io.waybill.message.Ids;
import io.waybill.message.Message;
import io.waybill.message.Part;
import io.waybill.message.State;
import io.waybill.message.Why;
import io.waybill.price.PriceInfo;
import io.waybill.store.Envelope;
import io.waybill.store.MessageReader.Found;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Messages as customers see them: in the contract's words, and in ours.
final class MessageJson {
  private static final List<String> PRIORITIES = List.of("high", "regular", "low");

  private MessageJson() {}

  /// DeliveryReportResponse (contract 1.3).
  ///
  /// @param chain never empty
  /// @param strict leaves out of the items what is in no published schema: old clients throw on it
  ///   (contract 0.1, trap 7)
  static ObjectNode report(List<Found> chain, boolean strict) {
    Envelope first = chain.getFirst().envelope();
    String omni = Ids.omniOf(first.id()).toString();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("omnimessage_id", omni);
    body.put("to", first.recipient());
    ArrayNode statuses = body.putArray("statuses");
    for (Found found : chain) {
      Message message = found.message();
      ObjectNode item = statuses.addObject();
      item.put("status", status(message.state()));
      item.put("channel", found.envelope().channel());
      item.put("message_id", found.envelope().id().toString());
      item.put("sender", found.envelope().sender());
      item.put("err", err(message));
      Meaning error = error(message);
      item.put("error", error == null ? null : error.cause());
      item.put("timestamp", Times.write(found.changedAt()));
      priceInfo(item, found);
      if (!strict) {
        item.put("to", found.envelope().recipient());
        item.put("omnimessage_id", omni);
      }
    }
    return body;
  }

  /// Null while processing, where the operator has set no price, and of what our own rules
  /// rejected: that costs nothing.
  private static void priceInfo(ObjectNode item, Found found) {
    priceInfo(
        item,
        PriceInfo.of(
            found.envelope().extras().partPrice(),
            found.parts(),
            found.message().state().status(),
            found.message().err()));
  }

  static void priceInfo(ObjectNode item, @Nullable PriceInfo info) {
    if (info == null) {
      item.putNull("price_info");
      return;
    }
    item.putObject("price_info")
        .put("part_price", info.part())
        .put("parts_count", info.parts())
        .put("total_price", info.total());
  }

  /// A line of a list.
  static ObjectNode line(Found found) {
    Envelope envelope = found.envelope();
    Message message = found.message();
    State state = message.state();
    UUID id = envelope.id();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", id.toString());
    body.put("omnimessage_id", Ids.omniOf(id).toString());
    body.put("state", lower(state));
    body.put("state_word", state.word());
    body.put("group", lower(state.group()));
    body.put("final", state.isFinal());
    body.put("status", status(state));
    body.put("err", err(message));
    Meaning error = error(message);
    if (error == null) {
      body.putNull("error");
    } else {
      body.putObject("error")
          .put("cause", error.cause())
          .put("remedy", error.remedy())
          .put("permanent", error.permanent())
          .put("whose", lower(error.whose()));
    }
    body.put("to", envelope.recipient());
    body.put("sender", envelope.sender());
    body.put("country", envelope.country());
    body.put("network", envelope.network());
    body.put("channel", envelope.channel());
    body.put("reference", envelope.reference());
    body.put("campaign", envelope.extras().campaign());
    ArrayNode tags = body.putArray("tags");
    envelope.extras().tags().forEach(tags::add);
    body.put("priority", PRIORITIES.get(envelope.priority()));
    body.put("parts_count", found.parts());
    body.put("accepted_at", Times.write(envelope.acceptedAt()));
    body.put("valid_until", Times.write(message.validUntil()));
    body.put("changed_at", Times.write(found.changedAt()));
    body.put("dlr_url", envelope.dlrUrl());
    return body;
  }

  /// Everything there is to know about a message.
  ///
  /// @param forAdmin whether what endpoints answered is shown: it is a stranger's text
  static ObjectNode whole(Found found, boolean forAdmin) {
    ObjectNode body = line(found);
    body.put("text", found.text());
    ArrayNode parts = body.putArray("parts");
    for (Part part : found.message().parts()) {
      parts
          .addObject()
          .put("number", part.number())
          .put("state", lower(part.phase()))
          .put("carrier_id", part.carrierId())
          .put("code", part.code());
    }
    JsonNode timeline = Json.trusted(found.timeline() == null ? "[]" : found.timeline());
    if (!forAdmin) {
      timeline.forEach(entry -> ((ObjectNode) entry).remove("answer"));
    }
    body.set("timeline", timeline);
    return body;
  }

  private static @Nullable String status(State state) {
    return state.status() == null ? null : state.status().name();
  }

  /// None while the contract has no word for the state.
  private static @Nullable Integer err(Message message) {
    return message.state().status() == null ? null : message.err();
  }

  private static @Nullable Meaning error(Message message) {
    return Why.of(message.state(), message.by(), message.err());
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
