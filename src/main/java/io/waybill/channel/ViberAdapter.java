package io.waybill.channel;

import io.waybill.channel.Wire.Reply;
import io.waybill.store.AdapterRow;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Viber Business Messages by phone number, version 11.3 of Rakuten Viber's interface as far as it
/// is public: `send_message`, and the callback for delivered and seen (docs/channels.md). Viber
/// lets our address in, there is no token.
final class ViberAdapter implements Adapter {
  static final String BASE = "https://services.viber.com/vibersrvc/1";
  private static final String SIGNATURE = "X-Viber-Content-Signature";
  private static final int OK = 0;

  private final Wire wire;
  private final URI target;
  private final long serviceId;
  private final ViberBody.Purpose purpose;
  private final String signatureKey;
  private final String token;
  private final Duration timeout;

  ViberAdapter(AdapterRow row, Wire wire) throws Unusable {
    Settings settings = new Settings(row);
    settings.knowOnly(
        Set.of("base_url", "service_id", "purpose"), Set.of("signature_key", "callback_token"));
    String service = settings.required("service_id");
    if (!service.matches("[0-9]{1,15}")) {
      throw new Unusable("service_id must be digits");
    }
    this.wire = wire;
    this.target = URI.create(settings.base("base_url", BASE) + "/send_message");
    this.serviceId = Long.parseLong(service);
    this.purpose =
        settings.oneOf("purpose", List.of("transaction", "promotion")).equals("transaction")
            ? ViberBody.Purpose.TRANSACTION
            : ViberBody.Purpose.PROMOTION;
    this.signatureKey = settings.secretOrEmpty("signature_key");
    this.token = settings.secretOrEmpty("callback_token");
    if (signatureKey.isEmpty() && token.isEmpty()) {
      throw new Unusable(
          "one of the secrets signature_key and callback_token is needed: callbacks that nobody"
              + " can verify are not heard");
    }
    if (!token.isEmpty() && token.length() < 16) {
      throw new Unusable("callback_token must have at least 16 characters");
    }
    this.timeout = settings.timeout();
  }

  @Override
  public Outcome send(Outbound message) {
    ObjectNode body = ViberBody.of(message, serviceId, purpose);
    Reply reply = wire.post(target, body, Map.of(), timeout);
    if (!(reply instanceof Reply.Answered answer)) {
      return Replies.unanswered(reply);
    }
    if (!answer.isSuccess()) {
      String why = "Viber answered HTTP " + answer.status();
      return Replies.byStatus(answer, why, message.now());
    }
    JsonNode status = answer.body().path("status");
    String id = answer.body().path("message_token").asString("");
    if (!status.isInt()) {
      return new Outcome.Unsure("an answer without status");
    }
    if (status.intValue() != OK) {
      return ViberErrors.outcome(status.intValue());
    }
    return id.isEmpty()
        ? new Outcome.Unsure("an answer without message_token")
        : new Outcome.Taken(id, false);
  }

  @Override
  public Hearing hear(Notice notice) {
    boolean signed =
        !signatureKey.isEmpty()
            && notice
                .header()
                .apply(SIGNATURE)
                .filter(s -> Signatures.same(Signatures.hex(signatureKey, notice.body()), s))
                .isPresent();
    boolean knowsToken =
        !token.isEmpty()
            && notice.query().apply("token").filter(t -> Signatures.same(token, t)).isPresent();
    return signed || knowsToken
        ? ViberNotice.read(notice.body(), serviceId)
        : new Hearing.Refused(401, SIGNATURE + " or ?token= is missing or wrong.");
  }

  @Override
  public String check() throws Unusable {
    return switch (wire.get(target, Map.of(), timeout)) {
      case Reply.Answered a when a.status() < 500 ->
          "Viber can be reached; whether it knows our address and service_id shows only with a"
              + " message";
      case Reply.Answered a -> throw new Unusable("Viber answered HTTP " + a.status());
      case Reply.NotSent(var why) -> throw new Unusable(why);
      case Reply.NoAnswer(var why) -> throw new Unusable(why);
    };
  }
}
