package io.waybill.classic;

import io.waybill.accept.Lookup;
import io.waybill.accept.Waiting;
import io.waybill.account.ApiKey;
import io.waybill.http.Answer;
import io.waybill.http.Style;
import io.waybill.message.State;
import io.waybill.store.MessageReader.Found;
import java.util.List;

/// `get_dlr_response` and `cancel_sms` (contract 3.2 and 3.3): by the id that send_sms answered, or
/// by an omnimessage's. An id of another account is as unknown as one that never was.
final class Tracking {
  private static final Refusal UNKNOWN =
      new Refusal(Refusal.UNKNOWN_ID, "There is no message with this sms_unique_id.");

  private final Lookup lookup;

  Tracking(Lookup lookup) {
    this.lookup = lookup;
  }

  Answer report(Parameters parameters, ApiKey key) {
    String id = id(parameters);
    if (id == null) {
      return missing(parameters);
    }
    List<Found> chain = lookup.find(id, key.accountId());
    if (chain.isEmpty()) {
      return UNKNOWN.answer();
    }
    State state = told(chain, id);
    if (state.status() == null) {
      return new Refusal(Refusal.NO_REPORT_YET, "There is no report yet; ask again in 5 seconds.")
          .answer();
    }
    return Refusal.text(
        switch (state.group()) {
          case SENT -> "OK SENT";
          case DELIVERED -> "OK DELIVERED";
          case FAILED, REJECTED -> "OK FAILED";
        });
  }

  /// The state of the message of this id; of a whole chain, what it has come to: the last message
  /// that has a status.
  private static State told(List<Found> chain, String id) {
    return chain.stream()
        .filter(f -> f.envelope().id().toString().equalsIgnoreCase(id))
        .findFirst()
        .or(() ->
            chain.reversed().stream().filter(f -> f.message().state().status() != null).findFirst())
        .orElse(chain.getFirst())
        .message()
        .state();
  }

  Answer cancel(Parameters parameters, ApiKey key) {
    String id = id(parameters);
    if (id == null) {
      return missing(parameters);
    }
    return Waiting.on(
        Style.CLASSIC,
        lookup
            .cancel(id, key.accountId())
            .thenApply(end ->
                switch (end) {
                  case DONE -> Refusal.text("OK DELETED");
                  case TOO_LATE ->
                      new Refusal(
                              Refusal.UNKNOWN_ID,
                              "The message is unknown or already on its way, so it cannot be"
                                  + " cancelled.")
                          .answer();
                  case BUSY ->
                      Waiting.busy(
                          Style.CLASSIC, "Too busy to cancel it now; ask again in a moment.");
                }));
  }

  private static @org.jspecify.annotations.Nullable String id(Parameters parameters) {
    String id = parameters.text("sms_unique_id");
    return id == null ? null : id.strip();
  }

  private static Answer missing(Parameters parameters) {
    return parameters
        .fault()
        .orElse(new Refusal(Refusal.PARAMETER, "sms_unique_id is missing."))
        .answer();
  }
}
