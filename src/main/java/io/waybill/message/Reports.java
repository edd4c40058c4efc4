package io.waybill.message;

import java.util.HashMap;
import java.util.Map;

/** How reports are told in order: the {@link Lifecycle}'s part about callbacks. */
final class Reports {
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
      draft.effect(new Effect.TellAgain(e.report(), e.attempt() + 1, answer.retryAt()));
    }
    draft.entry(e.at(), "callback", details(e, done));
    return true;
  }

  private static Map<String, Object> details(Event.Told e, boolean done) {
    Event.Answer answer = e.answer();
    Map<String, Object> details = new HashMap<>();
    details.put("report_number", e.report());
    details.put("attempt", e.attempt());
    details.put("millis", answer.millis());
    details.put("outcome", answer.succeeded() ? "told" : done ? "given_up" : "will_retry");
    if (answer.httpStatus() != 0) {
      details.put("http_status", answer.httpStatus());
    }
    if (answer.cause() != null) {
      details.put("cause", answer.cause());
    }
    if (answer.retryAt() != null) {
      details.put("retry_at", answer.retryAt().toString());
    }
    return details;
  }
}
