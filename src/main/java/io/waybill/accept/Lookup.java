package io.waybill.accept;

import io.waybill.account.ApiKey;
import io.waybill.account.Scope;
import io.waybill.http.Answer;
import io.waybill.http.Call;
import io.waybill.http.Style;
import io.waybill.message.Event;
import io.waybill.store.Ledger;
import io.waybill.store.Ledger.Outcome;
import io.waybill.store.MessageReader;
import io.waybill.store.MessageReader.Found;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;

/// What can be asked about, and done to, one message or omnimessage: every route takes either id.
/// An id of another account is as unknown as one that never was.
public final class Lookup {
  /// UUID.fromString alone would take `1-1-1-1-1`.
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private static final String UNKNOWN = "There is no message with this id.";

  private final MessageReader reader;
  private final Ledger ledger;
  private final InstantSource clock;

  Lookup(MessageReader reader, Ledger ledger, InstantSource clock) {
    this.reader = reader;
    this.ledger = ledger;
    this.clock = clock;
  }

  /// `GET /v1/omnimessage/{id}/status` (contract 1.3).
  Answer report(Call call, ApiKey key) {
    List<Found> chain = find(call, key);
    return chain.isEmpty()
        ? Style.CONTRACT.refuse(404, UNKNOWN)
        : Answer.json(200, MessageJson.report(chain, key.strictSchema()));
  }

  /// `GET /api/v1/messages/{id}`.
  Answer whole(Call call, ApiKey key) {
    List<Found> chain = find(call, key);
    if (chain.isEmpty()) {
      return Style.PROBLEM.refuse(404, UNKNOWN);
    }
    Found asked =
        chain.stream()
            .filter(f -> f.envelope().id().toString().equalsIgnoreCase(call.path("id")))
            .findFirst()
            .orElse(chain.getFirst());
    return Answer.json(200, MessageJson.whole(asked, key.rights().scopes().contains(Scope.ADMIN)));
  }

  /// `DELETE /v1/omnimessage/{id}`: 202 if anything of it was still here (contract 1.1).
  Answer cancel(Call call, ApiKey key) {
    return Waiting.on(
        cancel(call.path("id"), key.accountId())
            .thenApply(end ->
                switch (end) {
                  case DONE -> Answer.json(202, JsonNodeFactory.instance.objectNode());
                  case BUSY -> Waiting.busy("Too busy to cancel it now; ask again in a moment.");
                  case TOO_LATE ->
                      Style.CONTRACT.refuse(
                          404,
                          "The message is unknown or already on its way, so it cannot be"
                              + " cancelled.");
                }));
  }

  /// How a wish to cancel ended.
  public enum Cancelled {
    /// Something of it was still here, and will not be sent.
    DONE,
    /// It is unknown, or all of it is on its way.
    TOO_LATE,
    /// The ledger had no room; nothing was done.
    BUSY
  }

  /// Cancels what of a message or omnimessage is still here.
  ///
  /// @param writtenId as a customer wrote it: perhaps no id at all
  public CompletableFuture<Cancelled> cancel(String writtenId, int accountId) {
    List<CompletableFuture<Outcome>> asked = new ArrayList<>();
    for (Found found : find(writtenId, accountId)) {
      asked.add(ledger.record(found.envelope().id(), new Event.CancelAsked(clock.instant())));
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> cancelled(asked.stream().map(CompletableFuture::join).toList()));
  }

  private static Cancelled cancelled(List<Outcome> outcomes) {
    if (outcomes.stream().anyMatch(o -> o instanceof Outcome.Recorded r && r.changed())) {
      return Cancelled.DONE;
    }
    return outcomes.stream().anyMatch(o -> o instanceof Outcome.Busy)
        ? Cancelled.BUSY
        : Cancelled.TOO_LATE;
  }

  /// The messages of the omnimessage that this id is or belongs to; none if it is another
  /// account's, or no id at all.
  public List<Found> find(String writtenId, int accountId) {
    return id(writtenId).map(id -> reader.find(accountId, id)).orElse(List.of());
  }

  private List<Found> find(Call call, ApiKey key) {
    return find(call.path("id"), key.accountId());
  }

  private static Optional<UUID> id(String written) {
    return UUID_FORM.matcher(written).matches()
        ? Optional.of(UUID.fromString(written))
        : Optional.empty();
  }
}
