package io.waybill.accept;

import io.waybill.http.Answer;
import io.waybill.http.Fault;
import io.waybill.http.Fault.Code;
import io.waybill.http.Style;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits, within a bound, for what the ledger will say.
public final class Waiting {
  /// The ledger itself answers busy after two seconds (design.md, section 9); this is for the case
  /// that it does not.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private Waiting() {}

  /// The answer, or 503 if it does not come in time: then what became of it is not known.
  ///
  /// @throws IllegalStateException if the work failed
  static Answer on(CompletableFuture<Answer> answer) {
    return on(Style.CONTRACT, answer);
  }

  /// The same, with refusals in this style.
  public static Answer on(Style style, CompletableFuture<Answer> answer) {
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      return busy(
          style,
          "The answer takes too long; the request may still be carried out. Send it again with the"
              + " same Idempotency-Key to be sure that it is carried out once.");
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the ledger failed", failed.getCause());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return busy(style, "The server is being stopped.");
    }
  }

  /// 503 with the wish to come back (design.md, section 4).
  static Answer busy(String why) {
    return busy(Style.CONTRACT, why);
  }

  /// The same in this style.
  public static Answer busy(Style style, String why) {
    return style.refuse(503, List.of(new Fault(Code.INTERNAL, why))).with("Retry-After", "2");
  }
}
