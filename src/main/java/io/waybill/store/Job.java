package io.waybill.store;

import io.waybill.message.Event;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Once;
import io.waybill.store.Ledger.Outcome;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Something handed in to the ledger that waits for its commit. */
sealed interface Job {

  UUID id();

  CompletableFuture<Outcome> future();

  /** A new message; until a writer takes it, its caller may give up. */
  record Accept(
      NewMessage message,
      @Nullable Once once,
      long sinceNanos,
      AtomicBoolean decided,
      CompletableFuture<Outcome> future)
      implements Job {
    @Override
    public UUID id() {
      return message.envelope().id();
    }

    /** True for one caller only: the writer that takes it, or the clock that gives it up. */
    boolean decide() {
      return decided.compareAndSet(false, true);
    }
  }

  /** Something that happened to a message. */
  record Happened(UUID id, Event event, CompletableFuture<Outcome> future) implements Job {}
}
