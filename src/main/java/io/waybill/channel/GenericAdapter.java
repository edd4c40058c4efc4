package io.waybill.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.waybill.channel.Wire.Reply;
import io.waybill.http.Json;
import io.waybill.store.AdapterRow;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Our own small protocol, for gateways that somebody writes: one signed POST for each message, one
/// signed POST back for each status (docs/channels.md, "The generic protocol").
final class GenericAdapter implements Adapter {
  private final Wire wire;
  private final String name;
  private final URI url;
  private final String callbackUrl;
  private final byte[] key;
  private final Duration timeout;

  GenericAdapter(AdapterRow row, Wire wire) throws Unusable {
    Settings settings = new Settings(row);
    settings.knowOnly(Set.of("url", "callback_url"), Set.of("secret"));
    this.wire = wire;
    this.name = row.name();
    this.url = Settings.url("url", settings.required("url"));
    this.callbackUrl = settings.or("callback_url", "");
    if (!callbackUrl.isEmpty()) {
      Settings.url("callback_url", callbackUrl);
    }
    String secret = settings.secret("secret");
    this.key = Signatures.key(secret);
    if (key.length < 16) {
      throw new Unusable("the secret must have at least 16 octets");
    }
    this.timeout = settings.timeout();
  }

  @Override
  public Outcome send(Outbound message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("type", "message");
    body.put("message_id", message.id().toString());
    body.put("omnimessage_id", io.waybill.message.Ids.omniOf(message.id()).toString());
    body.put("adapter", name);
    body.put("channel", message.channel());
    body.put("to", message.recipient());
    body.put("sender", message.sender());
    body.put("valid_until", message.validUntil().toString());
    body.set("content", message.content());
    if (!callbackUrl.isEmpty()) {
      body.put("callback_url", callbackUrl);
    }
    Reply reply = post(message.id().toString(), body, message.now());
    if (!(reply instanceof Reply.Answered answer)) {
      return Replies.unanswered(reply);
    }
    JsonNode said = answer.body();
    if (answer.isSuccess()) {
      String id = said.path("id").asString("");
      return id.isEmpty() || id.length() > 200
          ? new Outcome.Unsure("HTTP " + answer.status() + " without an id")
          : new Outcome.Taken(id, false);
    }
    boolean declines = answer.status() == 400 || answer.status() == 422;
    if (declines && said.path("err").isInt()) {
      String why = said.path("why").asString("the gateway declined it");
      return new Outcome.Declined(
          GenericNotice.err(said.path("err").intValue()), Replies.brief(why));
    }
    return Replies.byStatus(answer, "the gateway answered HTTP " + answer.status(), message.now());
  }

  private Reply post(String id, JsonNode body, java.time.Instant now) {
    byte[] octets = Json.write(body).getBytes(UTF_8);
    return wire.post(url, octets, Signatures.standard(key, id, now, octets), timeout);
  }

  @Override
  public Hearing hear(Notice notice) {
    return Signatures.standardFault(key, notice)
        .<Hearing>map(why -> new Hearing.Refused(401, why))
        .orElseGet(() -> GenericNotice.read(notice.body()));
  }

  @Override
  public String check() throws Unusable {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("type", "ping").put("adapter", name);
    java.time.Instant now = java.time.Clock.systemUTC().instant();
    return switch (post("ping-" + now.toEpochMilli(), body, now)) {
      case Reply.Answered a when a.isSuccess() -> "the gateway took a signed ping";
      case Reply.Answered a -> throw new Unusable("the gateway answered HTTP " + a.status());
      case Reply.NotSent(var why) -> throw new Unusable(why);
      case Reply.NoAnswer(var why) -> throw new Unusable(why);
    };
  }
}
