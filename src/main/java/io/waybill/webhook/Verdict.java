package io.waybill.webhook;

import io.waybill.message.Event.Answer;
import io.waybill.store.Steps.Telling;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the end of one exchange means for the report (contract 1.6, design 10). Pure. */
final class Verdict {
  private static final int GONE = 410;

  /** Until endpoints can be stopped and their reports held, 410 means: seldom, but not never. */
  private static final Duration GONE_WAIT = Duration.ofHours(8);

  private Verdict() {}

  /**
   * The answer to record.
   *
   * @param millis how long the exchange took
   * @param random 0 inclusive to 1 exclusive, for the spread of the next try
   */
  static Answer of(Caller.Result result, Telling telling, Instant now, int millis, double random) {
    return switch (result) {
      case Caller.Result.Answered(int status, var _) when status >= 200 && status <= 399 ->
          new Answer(true, status, null, millis, null);
      case Caller.Result.Answered(int status, var _) when status == GONE ->
          new Answer(
              false,
              status,
              "the endpoint says that it is gone (410)",
              millis,
              next(telling, now, random, GONE_WAIT));
      case Caller.Result.Answered(int status, var retryAfter) ->
          new Answer(
              false,
              status,
              null,
              millis,
              next(telling, now, random, RetryAfter.read(retryAfter, now)));
      case Caller.Result.NoAnswer(var cause, boolean hopeless) ->
          new Answer(
              false, 0, cause, millis, hopeless ? null : next(telling, now, random, Duration.ZERO));
    };
  }

  private static @Nullable Instant next(
      Telling telling, Instant now, double random, Duration asked) {
    int attempt = telling.attempt();
    Instant first = Schedule.firstTry(attempt, telling.report().at(), now);
    return Schedule.next(attempt, first, now, random, asked).orElse(null);
  }
}
