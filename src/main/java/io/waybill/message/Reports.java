package io.waybill.message;

import io.waybill.message.Entry.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How reports are told in order: the {@link Lifecycle}'s part about callbacks. */
final class Reports {
  /** Where the endpoint's own words stand: only administrators' keys are shown it. */
  static final String ANSWER = "answer";

  private Reports() {}

  static boolean told(Draft draft, Event.Told e) {
    if (draft.waiting.isEmpty() || draft.waiting.getFirst().number() != e.report()) {
      return false;
    }
    Event.Answer answer = e.answer();
    boolean done = answer.succeeded() || answer.retryAt() == null;
    if (done) {
      draft.waiting.removeFirst();
      draft.tries = 0;
      if (e.waited()) {
        draft.effect(new Effect.ToldAfterAll());
      }
      if (!answer.succeeded()) {
        draft.count(Effect.What.REPORT_GIVEN_UP);
      }
      if (!draft.waiting.isEmpty()) {
        draft.effect(new Effect.Tell(draft.waiting.getFirst()));
      }
    } else if (answer.retryAt() != null) {
      draft.tries++;
      draft.effect(
          new Effect.TellAgain(draft.waiting.getFirst(), e.attempt() + 1, answer.retryAt()));
    }
    draft.entry(e.at(), "callback", details(e, done));
    return true;
  }

  /**
   * Puts reports behind those that wait, oldest first, under the numbers they had. The one that is
   * being told stays the first: its outcome must find it there. Those that wait for another try are
   * tried at once.
   */
  static boolean again(Draft draft, Instant at, List<Report> reports) {
    if (!draft.was().wantsReports()) {
      return false;
    }
    List<Report> wanted = new ArrayList<>();
    for (Report report : reports) {
      boolean known = report.number() >= 1 && report.number() <= draft.reports;
      boolean waits =
          Stream.concat(draft.waiting.stream(), wanted.stream())
              .anyMatch(w -> w.number() == report.number());
      if (known && !waits) {
        wanted.add(report);
      }
    }
    List<Report> delayed = delayed(draft, reports);
    if (wanted.isEmpty() && delayed.isEmpty()) {
      return false;
    }
    wanted.sort(Comparator.comparingInt(Report::number));
    if (draft.waiting.isEmpty()) {
      draft.tries = 0;
      draft.effect(new Effect.Tell(wanted.getFirst()));
    }
    if (!delayed.isEmpty()) {
      draft.effect(new Effect.HurryTelling(at));
    }
    draft.waiting.addAll(wanted);
    String numbers =
        Stream.concat(delayed.stream(), wanted.stream())
            .map(r -> Integer.toString(r.number()))
            .collect(Collectors.joining(","));
    draft.entry(at, "replay_asked", Map.of("report_numbers", numbers));
    return true;
  }

  /** Those of them that wait for another try, perhaps for hours: they are tried at once. */
  private static List<Report> delayed(Draft draft, List<Report> reports) {
    if (draft.tries == 0) {
      return List.of();
    }
    return draft.waiting.stream()
        .filter(w -> reports.stream().anyMatch(r -> r.number() == w.number()))
        .toList();
  }

  private static Map<String, Object> details(Event.Told e, boolean done) {
    Event.Answer answer = e.answer();
    Map<String, Object> details = new HashMap<>();
    details.put("report_number", e.report());
    details.put("attempt", e.attempt());
    details.put("millis", answer.millis());
    String failed = done ? "given_up" : answer.held() ? "held" : "will_retry";
    details.put("outcome", answer.succeeded() ? "told" : failed);
    if (answer.httpStatus() != 0) {
      details.put("http_status", answer.httpStatus());
    }
    if (answer.cause() != null) {
      details.put("cause", answer.cause());
    }
    if (answer.retryAt() != null && !answer.held()) {
      details.put("retry_at", answer.retryAt().toString());
    }
    if (answer.body() != null) {
      details.put(ANSWER, answer.body());
    }
    return details;
  }
}
