package io.waybill.accept;

import io.waybill.accept.SendRequest.Read;
import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.http.Fault;
import io.waybill.http.Fault.Code;
import io.waybill.http.Json;
import io.waybill.ops.Config;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// From the JSON of an omnimessage (contract 1.2) to a {@link SendRequest}. Fields that the
/// contract does not have are ignored, but for our own `reference`.
final class SendReader {
  static final Duration HORIZON = Duration.ofDays(90);
  static final int REFERENCE_MAX = 200;

  private static final String PAYLOAD = "payload";
  private static final String SMS = "sms";
  private static final Set<String> OTHER_CHANNELS = Set.of("viber", "whatsapp", "telegram", "rcs");
  private static final List<String> TEXT_STORES = List.of("plaintext", "sha256", "nostore");
  private static final List<String> PRIORITIES = List.of("regular", "high", "low");

  private final Config.Messages limits;

  SendReader(Config.Messages limits) {
    this.limits = limits;
  }

  Read read(Json.Parsed.Tree json, ApiKey key, Account account, Instant now) {
    JsonNode root = json.root();
    if (!root.isObject()) {
      return new Read.Bad(List.of(new Fault(Code.INVALID, "The body must be a JSON object.")));
    }
    List<Fault> faults = Fields.noFaults();
    Fields top = new Fields(root, PAYLOAD, faults);
    json.flaws().forEach(flaw -> top.note(fault(root, flaw)));
    Numbers.Phone to = to(top);
    Instant timeToSend = timeToSend(top, now);
    int priority = rank(top.oneOf("priority", PRIORITIES));
    String textStore = top.oneOf("text_store", TEXT_STORES);
    String reference = top.ruled("reference", SendReader::referenceRule);
    String dlrUrl = top.ruled("dlr_url", SendReader::urlRule);
    JsonNode message = onlySms(top);
    if (message == null) {
      return new Read.Bad(faults);
    }
    Fields sms = top.inside(message, PAYLOAD + "[sms]");
    String innerUrl = sms.ruled("dlr_url", SendReader::urlRule);
    String sender = sender(sms, key);
    Duration validity = validity(sms);
    Words words = new WordsReader(limits.partsMax()).read(sms, key, account);
    if (!faults.isEmpty() || to == null || sender == null || words == null) {
      return new Read.Bad(faults);
    }
    return new Read.Good(
        new SendRequest(
            to,
            sender,
            words.text(),
            words.alphabet(),
            words.parts(),
            words.replaced(),
            words.udh(),
            validity,
            timeToSend,
            priority,
            textStore,
            dlrUrl != null ? dlrUrl : innerUrl != null ? innerUrl : key.dlrUrl(),
            reference));
  }

  private static Numbers.@Nullable Phone to(Fields top) {
    if (top.node("to") == null) {
      top.missing("to", "is missing: the recipient's number with + and country code");
      return null;
    }
    String written = top.text("to");
    if (written == null) {
      return null;
    }
    Numbers.Phone phone = Numbers.read(written).orElse(null);
    if (phone == null) {
      top.wrong("to", "is not a possible phone number; write + and country code, then digits only");
    }
    return phone;
  }

  private static @Nullable Instant timeToSend(Fields top, Instant now) {
    String written = top.text("time_to_send");
    if (written == null) {
      return null;
    }
    Instant time = Times.read(written).orElse(null);
    if (time == null) {
      top.wrong("time_to_send", "must be an ISO 8601 date and time, as 2027-01-31T09:30:00Z");
    } else if (time.isAfter(now.plus(HORIZON))) {
      top.wrong("time_to_send", "must not be more than " + HORIZON.toDays() + " days ahead");
    }
    return time == null || !time.isAfter(now) ? null : time;
  }

  /// The one message of the chain; null if there is none that can be sent (then a fault).
  private static @Nullable JsonNode onlySms(Fields top) {
    JsonNode messages = top.node("messages");
    if (messages == null) {
      top.missing("messages", "is missing: a list with one message");
      return null;
    }
    if (!messages.isArray() || messages.isEmpty()) {
      top.wrong("messages", "must be a list with one message");
      return null;
    }
    JsonNode sms = null;
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      String place = PAYLOAD + "[messages][" + i + "]";
      if (!message.isObject()) {
        top.note(new Fault(Code.INVALID, "A message must be an object.", place));
      } else if (isSms(top.inside(message, place))) {
        if (sms != null) {
          top.wrong(SMS, "is there twice: at most one message for each channel");
        }
        sms = sms == null ? message : sms;
      }
    }
    return sms;
  }

  /// Without a channel it is an SMS, the only one we have.
  private static boolean isSms(Fields message) {
    JsonNode channel = message.node("channel");
    if (channel == null || (channel.isString() && channel.stringValue().equals(SMS))) {
      return true;
    }
    if (channel.isString() && OTHER_CHANNELS.contains(channel.stringValue())) {
      message.note(
          new Fault(
              Code.INVALID,
              "This installation has no adapter for the channel " + channel.stringValue() + " yet.",
              PAYLOAD + "[" + channel.stringValue() + "]"));
    } else {
      message.wrong("channel", "must be the name of a channel, as sms");
    }
    return false;
  }

  private static @Nullable String sender(Fields sms, ApiKey key) {
    if (sms.node("sender") == null) {
      if (key.defaultSender() == null) {
        sms.missing("sender", "is missing, and this API key has no default sender");
      }
      return key.defaultSender();
    }
    return sms.ruled("sender", s -> Senders.isWellFormed(s) ? null : Senders.RULE);
  }

  private Duration validity(Fields sms) {
    Long minutes = sms.whole("validity", 1, 10_080);
    Long seconds = sms.whole("ttl", 1, 604_800);
    if (sms.node("validity") != null && sms.node("ttl") != null) {
      sms.wrong("validity", "and ttl exclude each other: give one of them");
    }
    if (minutes != null) {
      return Duration.ofMinutes(minutes);
    }
    return seconds != null ? Duration.ofSeconds(seconds) : limits.validityDefault();
  }

  private static int rank(String priority) {
    return priority.equals("high") ? 0 : priority.equals("regular") ? 1 : 2;
  }

  private static @Nullable String referenceRule(String reference) {
    return reference.length() <= REFERENCE_MAX
        ? null
        : "must not be longer than " + REFERENCE_MAX + " characters";
  }

  private static @Nullable String urlRule(String url) {
    return CallbackUrls.fault(url).orElse(null);
  }

  /// Fields of a message are named by its channel, as in all other faults.
  private static Fault fault(JsonNode root, Json.Flaw flaw) {
    List<String> path = flaw.path();
    StringBuilder source = new StringBuilder(PAYLOAD);
    int from = 0;
    if (path.size() > 2 && path.getFirst().equals("messages")) {
      JsonNode channel = root.path("messages").path(Integer.parseInt(path.get(1))).path("channel");
      boolean sms = channel.isMissingNode() || channel.isNull() || SMS.equals(channel.asString(""));
      source.append(sms ? "[sms]" : "");
      from = sms ? 2 : 0;
    }
    path.stream().skip(from).forEach(step -> source.append('[').append(step).append(']'));
    String name = path.isEmpty() ? "A field name" : path.getLast();
    return new Fault(Code.INVALID, name + " " + flaw.problem() + ".", source.toString());
  }
}
