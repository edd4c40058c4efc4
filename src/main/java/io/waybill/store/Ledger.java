package io.waybill.store;

import io.waybill.message.Acceptance;
import io.waybill.message.Event;
import io.waybill.message.Message;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The only way a message comes to be and changes its state (design 3). */
public interface Ledger {

  /**
   * Hands in new messages: chains of channels, the first of each begins at once. All are stored, or
   * none. The answer comes after the commit and is about the first.
   *
   * @param messages at least one
   * @param once the answer to keep under an idempotency key; null without one
   */
  CompletableFuture<Outcome> accept(List<NewMessage> messages, @Nullable Once once);

  /** The same for one message. */
  default CompletableFuture<Outcome> accept(NewMessage message, @Nullable Once once) {
    return accept(List.of(message), once);
  }

  /** Hands in what happened to a message. The answer comes after the commit. */
  CompletableFuture<Outcome> record(UUID id, Event event);

  /** As {@link #record(UUID, Event)}; {@code then} runs on the writer's thread: let it be quick. */
  default void record(UUID id, Event event, Consumer<Outcome> then) {
    var _ = record(id, event).thenAccept(then);
  }

  /** A message to be accepted: its outside, its words, and what the lifecycle needs. */
  record NewMessage(Envelope envelope, String text, Acceptance acceptance) {}

  /**
   * The answer to keep for 48 hours under an {@code Idempotency-Key}.
   *
   * @param scope API username and route
   * @param key as the customer sent it
   * @param bodyHash SHA-256 of the request's body, hex
   * @param answer the body that was answered
   */
  record Once(String scope, String key, String bodyHash, int status, String answer) {}

  /** What became of something handed in. */
  sealed interface Outcome {
    /** Committed, or found to change nothing: {@code changed} tells. */
    record Recorded(Message message, boolean changed) implements Outcome {}

    /** No such message. */
    record NotFound() implements Outcome {}

    /** It alone cannot be stored; it was put aside and counted. */
    record Quarantined(String problem) implements Outcome {}

    /** Nothing was stored, because the database or the queue had no room in time. */
    record Busy(String why) implements Outcome {}
  }
}
