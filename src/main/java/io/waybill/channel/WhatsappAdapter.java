package io.waybill.channel;

import io.waybill.channel.Wire.Reply;
import io.waybill.store.AdapterRow;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hc.client5.http.entity.mime.HttpMultipartMode;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ContentType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// WhatsApp by Meta's Cloud API: `/{version}/{phone-number-id}/messages` and `/media`, notices by
/// webhook. Which fields are used: docs/channels.md.
final class WhatsappAdapter implements Adapter {
  static final String BASE = "https://graph.facebook.com";
  static final String VERSION = "v23.0";
  private static final String SIGNATURE = "X-Hub-Signature-256";
  private static final String SIGNATURE_PREFIX = "sha256=";

  private final Wire wire;
  private final String root;
  private final Map<String, String> login;
  private final String appSecret;
  private final String verifyToken;
  private final Duration timeout;

  WhatsappAdapter(AdapterRow row, Wire wire) throws Unusable {
    Settings settings = new Settings(row);
    settings.knowOnly(
        Set.of("base_url", "version", "phone_number_id"),
        Set.of("access_token", "app_secret", "verify_token"));
    String number = settings.required("phone_number_id");
    String version = settings.or("version", VERSION);
    if (!number.matches("[0-9]{1,30}")) {
      throw new Unusable("phone_number_id must be digits: it is Meta's id, not the phone number");
    }
    if (!version.matches("v[0-9]{1,3}\\.[0-9]{1,2}")) {
      throw new Unusable("version must be as " + VERSION);
    }
    this.wire = wire;
    this.root = settings.base("base_url", BASE) + "/" + version + "/" + number;
    this.login = Map.of("Authorization", "Bearer " + settings.secret("access_token"));
    this.appSecret = settings.secret("app_secret");
    this.verifyToken = settings.secret("verify_token");
    this.timeout = settings.timeout();
  }

  @Override
  public Outcome send(Outbound message) {
    String type = WhatsappBody.type(message.content());
    JsonNode content = message.content().path(type);
    String encoded = content.path("content").asString("");
    String uploaded = "";
    if (!encoded.isEmpty()) {
      switch (upload(type, encoded, message)) {
        case Uploaded.As(var id) -> uploaded = id;
        case Uploaded.Not(var outcome) -> {
          return outcome;
        }
      }
    }
    ObjectNode body = WhatsappBody.of(message, type, uploaded);
    Reply reply = wire.post(URI.create(root + "/messages"), body, login, timeout);
    if (!(reply instanceof Reply.Answered answer)) {
      return Replies.unanswered(reply);
    }
    String id = answer.body().path("messages").path(0).path("id").asString("");
    if (answer.isSuccess()) {
      return id.isEmpty()
          ? new Outcome.Unsure("HTTP " + answer.status() + " without a message id")
          : new Outcome.Taken(id, false);
    }
    return WhatsappErrors.outcome(answer, message.now());
  }

  /// What came of an upload.
  private sealed interface Uploaded {
    record As(String id) implements Uploaded {}

    /// @param outcome of the message: nothing of it has been sent
    record Not(Outcome outcome) implements Uploaded {}
  }

  /// Contents of old clients are uploaded first: the message then names the upload.
  private Uploaded upload(String type, String base64, Outbound message) {
    byte[] octets;
    try {
      octets = java.util.Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException broken) {
      return new Uploaded.Not(new Outcome.Declined(1, "the content is not base64"));
    }
    MediaType media = MediaType.of(type, octets);
    Reply reply =
        wire.post(
            URI.create(root + "/media"),
            MultipartEntityBuilder.create()
                .setMode(HttpMultipartMode.STRICT)
                .addTextBody("messaging_product", "whatsapp")
                .addTextBody("type", media.name())
                .addBinaryBody(
                    "file", octets, ContentType.create(media.name()), "file." + media.suffix())
                .build(),
            login,
            timeout);
    if (!(reply instanceof Reply.Answered answer)) {
      return new Uploaded.Not(new Outcome.Returned("the upload failed"));
    }
    String id = answer.body().path("id").asString("");
    if (answer.isSuccess() && !id.isEmpty()) {
      return new Uploaded.As(id);
    }
    // Nothing was sent yet: what would be uncertain of a message is not so of an upload.
    return switch (WhatsappErrors.outcome(answer, message.now())) {
      case Outcome.Unsure(var why) -> new Uploaded.Not(new Outcome.Returned("upload: " + why));
      case Outcome.Taken _, Outcome.Declined _, Outcome.Returned _ ->
          new Uploaded.Not(WhatsappErrors.outcome(answer, message.now()));
    };
  }

  @Override
  public Hearing hear(Notice notice) {
    String expected = SIGNATURE_PREFIX + Signatures.hex(appSecret, notice.body());
    return notice.header().apply(SIGNATURE).filter(s -> Signatures.same(expected, s)).isPresent()
        ? WhatsappNotice.read(notice.body())
        : new Hearing.Refused(401, SIGNATURE + " is missing or not made with the app secret.");
  }

  @Override
  public Hearing greet(Notice notice) {
    String mode = notice.query().apply("hub.mode").orElse("");
    String token = notice.query().apply("hub.verify_token").orElse("");
    String challenge = notice.query().apply("hub.challenge").orElse("");
    boolean ours = mode.equals("subscribe") && Signatures.same(verifyToken, token);
    return ours && challenge.matches("[\\x21-\\x7E]{1,200}")
        ? new Hearing.Greeted(challenge)
        : new Hearing.Refused(403, "hub.mode, hub.challenge or hub.verify_token is not right.");
  }

  @Override
  public String check() throws Unusable {
    URI uri = URI.create(root + "?fields=" + String.join(",", List.of("id", "verified_name")));
    return switch (wire.get(uri, login, timeout)) {
      case Reply.Answered a when a.isSuccess() ->
          "the token opens phone number " + a.body().path("id").asString("?");
      case Reply.Answered a ->
          throw new Unusable(
              "HTTP " + a.status() + ": " + WhatsappErrors.words(a.body().path("error")));
      case Reply.NotSent(var why) -> throw new Unusable(why);
      case Reply.NoAnswer(var why) -> throw new Unusable(why);
    };
  }
}
