package io.waybill.accept;

import io.waybill.accept.SendRequest.Read;
import io.waybill.accept.SendRequest.Turn;
import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.Routes;
import io.waybill.http.Fault;
import io.waybill.http.Fault.Code;
import io.waybill.http.Json;
import io.waybill.ops.Config;
import io.waybill.store.Envelope;
import io.waybill.store.ReportFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// From the JSON of an omnimessage (contract 1.2) to a {@link SendRequest}. Fields that the
/// contract does not have are ignored, but for our own `reference`.
final class SendReader {
  private static final String PAYLOAD = "payload";

  /// In the contract's words (1.2).
  static final List<String> CHANNELS =
      List.of(Envelope.SMS, "viber", "whatsapp", "telegram", "rcs");

  static final String NO_NUMBER =
      "is not a possible phone number; write + and country code, then digits only";

  private static final List<String> TEXT_STORES = List.of("plaintext", "sha256", "nostore");
  private static final List<String> PRIORITIES = List.of("regular", "high", "low");

  private final TurnReader reader;

  SendReader(Config.Messages limits, Routes routes) {
    reader = new TurnReader(limits, routes);
  }

  Read read(Json.Parsed.Tree json, ApiKey key, Account account, Instant now, ReportFormat format) {
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
    boolean own = format == ReportFormat.PRODUCT;
    String campaign = own ? top.ruled("campaign", Labels::campaignRule) : null;
    List<String> tags = own ? Labels.tags(top) : List.of();
    List<Turn> turns = new ArrayList<>();
    String innerUrl = chain(top, turns, key, account);
    if (!faults.isEmpty() || to == null || turns.isEmpty()) {
      return new Read.Bad(faults);
    }
    if (turns.stream().allMatch(t -> t.carrier().equals(Routes.NO_ADAPTER))) {
      return new Read.Bad(List.of(unusable(turns)));
    }
    return new Read.Good(
        new SendRequest(
            to,
            turns,
            timeToSend,
            priority,
            textStore,
            dlrUrl != null ? dlrUrl : innerUrl != null ? innerUrl : key.dlrUrl(),
            reference,
            campaign,
            tags,
            format));
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
      top.wrong("to", NO_NUMBER);
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
    } else if (time.isAfter(now.plus(SendRequest.HORIZON))) {
      top.wrong(
          "time_to_send", "must not be more than " + SendRequest.HORIZON.toDays() + " days ahead");
    }
    return time == null || !time.isAfter(now) ? null : time;
  }

  /// Reads the messages in their order; answers with the first callback URL in one of them.
  private @Nullable String chain(Fields top, List<Turn> turns, ApiKey key, Account account) {
    JsonNode messages = top.node("messages");
    if (messages == null) {
      top.missing("messages", "is missing: a list of messages, one for each channel");
      return null;
    }
    if (!messages.isArray() || messages.isEmpty() || messages.size() > CHANNELS.size()) {
      top.wrong("messages", "must be a list of 1 to " + CHANNELS.size() + " messages");
      return null;
    }
    Set<String> seen = new HashSet<>();
    String url = null;
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      String place = PAYLOAD + "[messages][" + i + "]";
      if (!message.isObject()) {
        top.note(new Fault(Code.INVALID, "A message must be an object.", place));
        continue;
      }
      String channel = channel(top.inside(message, place));
      if (channel == null) {
        continue;
      }
      if (!seen.add(channel)) {
        top.wrong(channel, "is there twice: at most one message for each channel");
        continue;
      }
      Fields fields = top.inside(message, PAYLOAD + "[" + channel + "]");
      String inner = fields.ruled("dlr_url", SendReader::urlRule);
      url = url != null ? url : inner;
      Turn turn = reader.read(fields, channel, key, account);
      if (turn != null) {
        turns.add(turn);
      }
    }
    return url;
  }

  /// Without a channel its shape tells (contract, trap 13): what has a plain text is an SMS.
  private static @Nullable String channel(Fields message) {
    JsonNode channel = message.node("channel");
    if (channel == null) {
      return ChannelContent.guess(message);
    }
    if (channel.isString() && CHANNELS.contains(channel.stringValue())) {
      return channel.stringValue();
    }
    message.wrong("channel", "must be one of " + String.join(", ", CHANNELS));
    return null;
  }

  private static Fault unusable(List<Turn> turns) {
    String names = String.join(", ", turns.stream().map(Turn::channel).toList());
    return new Fault(
        Code.INVALID,
        "No channel of the chain can be used: this installation has no adapter for " + names + ".",
        PAYLOAD + "[messages]");
  }

  private static int rank(String priority) {
    return priority.equals("high") ? 0 : priority.equals("regular") ? 1 : 2;
  }

  private static @Nullable String referenceRule(String reference) {
    return reference.length() <= SendRequest.REFERENCE_MAX
        ? null
        : "must not be longer than " + SendRequest.REFERENCE_MAX + " characters";
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
      String name = channel.isString() ? channel.stringValue() : Envelope.SMS;
      boolean known = CHANNELS.contains(name);
      source.append(known ? "[" + name + "]" : "");
      from = known ? 2 : 0;
    }
    path.stream().skip(from).forEach(step -> source.append('[').append(step).append(']'));
    String name = path.isEmpty() ? "A field name" : path.getLast();
    return new Fault(Code.INVALID, name + " " + flaw.problem() + ".", source.toString());
  }
}
