package io.waybill.receipt;

import io.waybill.ops.Rounds;
import io.waybill.smpp.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/** The one answer to a deliver_sm: when it is stored, or after ten seconds "try again later". */
final class Answer {
  private final IntConsumer answer;
  private final Open open;
  private final long lateNanos;
  private final AtomicBoolean given = new AtomicBoolean();

  private Answer(IntConsumer answer, Open open, long lateNanos) {
    this.answer = answer;
    this.open = open;
    this.lateNanos = lateNanos;
  }

  /** It could not be stored: the carrier is to send it again. */
  void later() {
    give(Status.ESME_RX_T_APPN);
  }

  void give(int status) {
    if (given.compareAndSet(false, true)) {
      open.answers.remove(this);
      answer.accept(status);
    }
  }

  /**
   * Those that are not given yet, as many as the links let be unanswered. They are looked at all
   * together: a timer for each would be most of its work.
   */
  static final class Open implements AutoCloseable {
    private static final Duration HOLD = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Set<Answer> answers = ConcurrentHashMap.newKeySet();
    private final Rounds rounds = new Rounds("receipt-answers", LOOK, this::look);

    /** To be given by this. */
    Answer awaited(IntConsumer answer) {
      Answer awaited = new Answer(answer, this, System.nanoTime() + HOLD.toNanos());
      answers.add(awaited);
      return awaited;
    }

    private void look() {
      long now = System.nanoTime();
      for (Answer one : answers) {
        if (now - one.lateNanos >= 0) {
          one.later();
        }
      }
    }

    @Override
    public void close() {
      rounds.close();
    }
  }
}
