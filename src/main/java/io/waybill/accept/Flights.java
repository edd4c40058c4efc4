package io.waybill.accept;

import io.waybill.http.Answer;
import io.waybill.http.Style;
import io.waybill.store.MessageReader;
import io.waybill.store.MessageReader.Kept;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/// Carries out each idempotency key once: those that come while the first is under way wait for its
/// answer, later ones get the kept answer. Only what was accepted is kept. Thread-safe; as many
/// flights as there are requests under way.
final class Flights {
  private final ConcurrentMap<Label, Flight> inTheAir = new ConcurrentHashMap<>();
  private final MessageReader reader;

  Flights(MessageReader reader) {
    this.reader = reader;
  }

  /// @param scope API username
  /// @param key as the client sent it
  record Label(String scope, String key) {}

  private record Flight(String bodyHash, CompletableFuture<Answer> answer) {}

  /// The answer under this key: of the work, of the same work under way, or the kept one.
  Answer once(Style style, Label label, String bodyHash, Supplier<CompletableFuture<Answer>> work) {
    Flight mine = new Flight(bodyHash, new CompletableFuture<>());
    Flight other = inTheAir.putIfAbsent(label, mine);
    if (other != null) {
      return other.bodyHash.equals(bodyHash)
          ? replayed(Waiting.on(style, other.answer))
          : conflict(style);
    }
    take(style, label, mine, work);
    return Waiting.on(style, mine.answer);
  }

  private void take(
      Style style, Label label, Flight mine, Supplier<CompletableFuture<Answer>> work) {
    try {
      // A flight is over, and its label free, only after the commit: so what is not in the air
      // and not kept has not been done.
      Optional<Kept> kept = reader.kept(label.scope, label.key);
      CompletableFuture<Answer> answer =
          kept.map(k -> CompletableFuture.completedFuture(of(style, k, mine.bodyHash)))
              .orElseGet(work);
      var _ =
          answer.whenComplete((value, failure) -> {
            inTheAir.remove(label, mine);
            if (failure == null) {
              mine.answer.complete(value);
            } else {
              mine.answer.completeExceptionally(failure);
            }
          });
    } catch (RuntimeException failure) {
      inTheAir.remove(label, mine);
      mine.answer.completeExceptionally(failure);
    }
  }

  private static Answer of(Style style, Kept kept, String bodyHash) {
    return kept.bodyHash().equals(bodyHash)
        ? replayed(new Answer(kept.status(), Answer.JSON, kept.answer()))
        : conflict(style);
  }

  private static Answer replayed(Answer answer) {
    return answer.status() == 201 ? answer.with("Idempotent-Replayed", "true") : answer;
  }

  private static Answer conflict(Style style) {
    return style.refuse(
        409,
        "This Idempotency-Key was used with another body or on another route; use a new key for a"
            + " new request.");
  }
}
