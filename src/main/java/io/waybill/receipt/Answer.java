package io.waybill.receipt;

import io.waybill.smpp.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/** The one answer to a deliver_sm: when it is stored, or after ten seconds "try again later". */
final class Answer {
  private final IntConsumer answer;
  private final AtomicBoolean given = new AtomicBoolean();
  private final CompletableFuture<Boolean> patience = new CompletableFuture<>();

  Answer(IntConsumer answer, long holdSeconds) {
    this.answer = answer;
    var _ = patience.completeOnTimeout(true, holdSeconds, TimeUnit.SECONDS).thenRun(this::later);
  }

  /** It could not be stored: the carrier is to send it again. */
  void later() {
    give(Status.ESME_RX_T_APPN);
  }

  void give(int status) {
    if (given.compareAndSet(false, true)) {
      patience.cancel(false);
      answer.accept(status);
    }
  }
}
