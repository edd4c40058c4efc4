package io.waybill.webhook;

import io.waybill.message.Event.Answer;
import io.waybill.store.Steps.Telling;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the end of one exchange means for report and endpoint (contract 1.6, design 10). Pure. */
final class Verdict {
  private static final int GONE = 410;
  private static final String GONE_WORDS = "the endpoint says that it is gone (410)";

  private Verdict() {}

  static boolean isGood(int status) {
    return status >= 200 && status <= 399;
  }

  /**
   * The answer to record.
   *
   * @param millis how long the exchange took
   * @param random 0 inclusive to 1 exclusive, for the spread of the next try
   */
  static Answer of(Caller.Result result, Telling telling, Instant now, int millis, double random) {
    return switch (result) {
      case Caller.Result.Answered(int status, var _, var _) when isGood(status) ->
          new Answer(true, status, null, millis, null);
      case Caller.Result.Answered(int status, var _, var words) when status == GONE ->
          new Answer(false, status, GONE_WORDS, millis, now, true, words);
      case Caller.Result.Answered(int status, var retryAfter, var words) ->
          new Answer(
              false,
              status,
              null,
              millis,
              next(telling, now, random, RetryAfter.read(retryAfter, now)),
              false,
              words);
      case Caller.Result.NoAnswer(var cause, boolean hopeless, var _) ->
          new Answer(
              false, 0, cause, millis, hopeless ? null : next(telling, now, random, Duration.ZERO));
    };
  }

  /** What it tells about the endpoint. */
  static Ending ending(Caller.Result result, int millis) {
    return switch (result) {
      case Caller.Result.Answered(int status, var _, var _) when isGood(status) ->
          millis <= Ending.QUICK.toMillis() ? Ending.GOOD : Ending.SLOW;
      case Caller.Result.Answered(int status, var _, var _) ->
          status == GONE ? Ending.GONE : Ending.FAILED;
      case Caller.Result.NoAnswer(var _, var _, boolean timedOut) ->
          timedOut ? Ending.TIMED_OUT : Ending.FAILED;
    };
  }

  /** What was wrong, in words for the customer; null if nothing was. */
  static @Nullable String cause(Caller.Result result) {
    return switch (result) {
      case Caller.Result.Answered(int status, var _, var _) when isGood(status) -> null;
      case Caller.Result.Answered(int status, var _, var _) ->
          status == GONE ? GONE_WORDS : "HTTP status " + status;
      case Caller.Result.NoAnswer(var cause, var _, var _) -> cause;
    };
  }

  /** How long the endpoint wants to be left alone; zero if it does not say. */
  static Duration asked(Caller.Result result, Instant now) {
    return result instanceof Caller.Result.Answered(var _, var retryAfter, var _)
        ? RetryAfter.read(retryAfter, now)
        : Duration.ZERO;
  }

  private static @Nullable Instant next(
      Telling telling, Instant now, double random, Duration asked) {
    int attempt = telling.attempt();
    Instant first = Schedule.firstTry(attempt, telling.report().at(), now);
    return Schedule.next(attempt, first, now, random, asked).orElse(null);
  }
}
