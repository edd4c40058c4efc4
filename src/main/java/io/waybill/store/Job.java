package io.waybill.store;

import io.waybill.message.Event;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Once;
import io.waybill.store.Ledger.Outcome;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Something handed in to the ledger that waits for its commit. */
sealed interface Job {

  UUID id();

  CompletableFuture<Outcome> future();

  /** New messages; until a writer is about to commit them, their caller may give up. */
  record Accept(
      List<NewMessage> messages,
      @Nullable Once once,
      long sinceNanos,
      AtomicReference<Fate> fate,
      CompletableFuture<Outcome> future)
      implements Job {
    @Override
    public UUID id() {
      return messages.getFirst().envelope().id();
    }

    /** Called right before the commit: false if its caller has been told that it is busy. */
    boolean take() {
      return fate.compareAndSet(Fate.OPEN, Fate.TAKEN) || fate.get() == Fate.TAKEN;
    }

    /** It is known that no commit took it: giving up is possible again. */
    void putBack() {
      fate.compareAndSet(Fate.TAKEN, Fate.OPEN);
    }

    /** True for the one who may answer that it is busy. */
    boolean giveUp() {
      return fate.compareAndSet(Fate.OPEN, Fate.GIVEN_UP);
    }
  }

  /** Whether a new message will be stored. */
  enum Fate {
    /** Nothing is decided. */
    OPEN,
    /** A commit with it was begun. */
    TAKEN,
    /** Its caller was told that it is not stored, so it must not be. */
    GIVEN_UP
  }

  /** Something that happened to a message. */
  record Happened(UUID id, Event event, CompletableFuture<Outcome> future) implements Job {}
}
