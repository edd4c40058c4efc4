package io.waybill.channel;

import java.time.Duration;
import java.util.Map;

/// What the `status` of Viber's answers means here. The table is in docs/channels.md. Pure.
final class ViberErrors {
  private static final int INTERNAL_FAILURE = 1;
  private static final int TIMEOUT = 7;
  private static final int UNAUTHORIZED_ADDRESS = 401;
  private static final int BAD_SERVICE_ID = 2;

  /// Why it was refused, and the contract's number.
  private record Reason(int err, String why) {}

  private static final Map<Integer, Reason> REASONS =
      Map.ofEntries(
          Map.entry(3, new Reason(1, "bad data")),
          Map.entry(5, new Reason(1, "bad message type")),
          Map.entry(6, new Reason(1, "bad parameters")),
          Map.entry(8, new Reason(8, "the recipient has blocked this sender")),
          Map.entry(9, new Reason(3, "the number is no Viber user's")),
          Map.entry(10, new Reason(1, "no device of the recipient can show it")),
          Map.entry(13, new Reason(9, "the service is not permitted to send it")),
          Map.entry(18, new Reason(9, "the label is not right for this service")),
          Map.entry(20, new Reason(1, "bad time to live")),
          Map.entry(21, new Reason(1, "too many messages before an answer")),
          Map.entry(27, new Reason(3, "the number is not valid")),
          Map.entry(28, new Reason(1, "kind of file not permitted")),
          Map.entry(30, new Reason(1, "bad thumbnail")),
          Map.entry(31, new Reason(1, "the file is too big")),
          Map.entry(32, new Reason(1, "the video is too long")),
          Map.entry(38, new Reason(1, "no such template")),
          Map.entry(39, new Reason(1, "the template's parameters are not right")),
          Map.entry(41, new Reason(1, "the carousel is not right")),
          Map.entry(43, new Reason(9, "the service is blocked at Viber")));

  private ViberErrors() {}

  /// What a status other than 0 comes to.
  static Outcome outcome(int status) {
    return switch (status) {
      case INTERNAL_FAILURE -> new Outcome.Unsure("Viber's status 1: internal failure");
      case TIMEOUT -> new Outcome.Unsure("Viber's status 7: time-out");
      case UNAUTHORIZED_ADDRESS, BAD_SERVICE_ID ->
          new Outcome.Returned(
              "Viber's status " + status + ": it does not know our address or service_id",
              Duration.ofSeconds(30),
              true);
      default -> {
        Reason reason = REASONS.getOrDefault(status, new Reason(1, "not documented publicly"));
        yield new Outcome.Declined(reason.err(), "Viber's status " + status + ": " + reason.why());
      }
    };
  }
}
