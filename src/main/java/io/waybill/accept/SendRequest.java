package io.waybill.accept;

import io.waybill.text.Alphabet;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A request to send one SMS, every field valid and every default filled in.
///
/// @param timeToSend after now; null for now
/// @param priority 0 high, 1 regular, 2 low
/// @param text as it goes on the air, after replacement
/// @param replaced how many places of the given text were changed
/// @param udh hex, its first octet is its length; null without one
record SendRequest(
    Numbers.Phone to,
    String sender,
    String text,
    Alphabet alphabet,
    int parts,
    int replaced,
    @Nullable String udh,
    Duration validity,
    @Nullable Instant timeToSend,
    int priority,
    String textStore,
    @Nullable String dlrUrl,
    @Nullable String reference) {

  /// What reading a request comes to.
  sealed interface Read {
    record Good(SendRequest request) implements Read {}

    /// Everything that is wrong; never empty.
    record Bad(java.util.List<io.waybill.http.Fault> faults) implements Read {
      public Bad {
        faults = java.util.List.copyOf(faults);
      }
    }
  }
}
