package io.waybill.dashboard;

import io.waybill.message.ErrorDictionary;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What an event of a timeline says to people. */
final class TimelineWords {
  private final JsonNode entry;
  private final Times times;
  private final boolean isOperator;
  private final String event;

  TimelineWords(JsonNode entry, Times times, boolean isOperator) {
    this.entry = entry;
    this.times = times;
    this.isOperator = isOperator;
    event = entry.path("event").asString();
  }

  private String text(String name) {
    return entry.path(name).asString("");
  }

  String title() {
    return switch (event) {
      case "accepted" -> "Accepted from the customer";
      case "claimed" -> "Given to a link of the carrier";
      case "submitted" -> part("Taken by the carrier");
      case "put_off" -> part("Put off by the carrier");
      case "refused" -> part("Refused by the carrier");
      case "uncertain" -> part("Perhaps taken: the carrier's answer is missing");
      case "returned" -> part("Came back without being sent");
      case "owner_died" -> "Found again after the program had stopped";
      case "receipt" -> part("Receipt: " + receipt(text("stat")));
      case "seen" -> "Read by the recipient";
      case "due" -> "Its time to be sent has come";
      case "expired" -> "Expired here";
      case "given_up" -> "No final receipt came in time";
      case "cancelled" -> "Cancelled before it was sent";
      case "rejected" -> "Rejected by a rule here";
      case "failed" -> "Could not be sent";
      case "turn" -> "The next channel takes its turn";
      case "not_needed" -> "Not needed: an earlier channel reached the recipient";
      case "rerouted" -> "Moved to another carrier";
      case "callback" -> callback();
      case "replay_asked" -> "Callback asked for again";
      default -> event.replace('_', ' ');
    };
  }

  private String part(String title) {
    int number = entry.path("part").asInt(0);
    return number > 1 ? title + " (part " + number + ")" : title;
  }

  private static String receipt(String stat) {
    return stat.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private String callback() {
    int number = entry.path("report_number").asInt();
    return switch (text("outcome")) {
      case "told" -> "Callback " + number + " told to the customer";
      case "given_up" -> "Callback " + number + " given up";
      case "held" -> "Callback " + number + " held: its endpoint is stopped";
      default -> "Callback " + number + " failed, will be tried again";
    };
  }

  List<String> says() {
    List<String> says = new ArrayList<>();
    if (isOperator && !text("link").isEmpty()) {
      says.add("Link " + text("link") + ".");
    }
    if (!text("why").isEmpty()) {
      says.add(sentence(text("why")));
    }
    if (entry.has("command_status")) {
      int status = entry.path("command_status").asInt();
      says.add(
          "%s (command_status 0x%08X)."
              .formatted(ErrorDictionary.ofCommandStatus(status).cause(), status));
    }
    if (entry.has("carrier_id")) {
      says.add("The carrier's id is " + text("carrier_id") + ".");
    }
    if (entry.has("carrier_err")) {
      says.add("The carrier's error is " + entry.path("carrier_err").asString("") + ".");
    }
    if (entry.path("late").asBoolean(false)) {
      says.add("It came late and changed nothing that was known better.");
    }
    if (event.equals("callback")) {
      says.add(answered());
    }
    JsonNode report = entry.path("report");
    if (report.isObject()) {
      says.add(
          "Report %d: %s, err %d."
              .formatted(
                  report.path("number").asInt(),
                  report.path("status").asString(),
                  report.path("err").asInt()));
    }
    moment("retry_at", "Next try", says);
    moment("time_to_send", "To be sent", says);
    if (!text("report_numbers").isEmpty()) {
      says.add("Reports " + text("report_numbers").replace(",", ", ") + ".");
    }
    if (entry.path("attempt").asInt(1) > 1) {
      says.add("Try " + entry.path("attempt").asInt() + ".");
    }
    return says;
  }

  private String answered() {
    String took = " after " + entry.path("millis").asInt() + " ms.";
    return entry.has("http_status")
        ? "HTTP " + entry.path("http_status").asInt() + took
        : sentence(text("cause").replace('_', ' ')).replaceFirst("\\.$", "") + took;
  }

  private void moment(String name, String words, List<String> says) {
    String written = text(name);
    if (!written.isEmpty()) {
      try {
        says.add(words + " " + times.exact(Instant.parse(written)) + ".");
      } catch (DateTimeException odd) {
        says.add(words + " " + written + ".");
      }
    }
  }

  private static String sentence(String words) {
    if (words.isEmpty()) {
      return "No answer.";
    }
    String first = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    return first.endsWith(".") ? first : first + ".";
  }

  /** Of the event's mark. */
  String tone() {
    return switch (event) {
      case "refused", "expired", "given_up", "rejected", "failed", "uncertain" -> "bad";
      case "put_off", "returned", "owner_died" -> "waits";
      case "seen" -> "good";
      case "callback" -> text("outcome").equals("told") ? "good" : "bad";
      case "receipt" ->
          switch (text("state_after")) {
            case "delivered", "read" -> "good";
            case "undelivered", "rejected", "expired", "failed", "refused" -> "bad";
            default -> "plain";
          };
      default -> "plain";
    };
  }
}
