package io.waybill.accept;

import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.message.Acceptance;
import io.waybill.message.Ids;
import io.waybill.store.Envelope;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.ReportFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes of a valid request what the ledger takes. Thread-safe.
final class NewMessages {
  /// Until routes are chosen there is one carrier.
  private static final String CARRIER = "default";

  private final Duration unknownAfter;
  private final AtomicInteger concatReferences = new AtomicInteger();

  /// @param unknownAfter wait for a final receipt after the validity
  NewMessages(Duration unknownAfter) {
    this.unknownAfter = unknownAfter;
  }

  NewMessage of(SendRequest request, ApiKey key, Account account, UUID omni, Instant now) {
    UUID id = Ids.message(omni, 1);
    Instant start = request.timeToSend() == null ? now : request.timeToSend();
    Instant validUntil = start.plus(request.validity());
    LocalDate purgeDay =
        validUntil.atOffset(ZoneOffset.UTC).toLocalDate().plusDays(account.contentDays() + 1L);
    Envelope envelope =
        new Envelope(
            id,
            account.id(),
            key.username(),
            CARRIER,
            request.priority(),
            request.sender(),
            request.to().e164(),
            request.to().country(),
            request.to().network(),
            request.reference(),
            request.dlrUrl(),
            request.textStore(),
            purgeDay,
            concatReferences.getAndIncrement() & 0xFF,
            request.udh(),
            now,
            Envelope.SMS,
            ReportFormat.CONTRACT,
            Envelope.Extras.NONE);
    Acceptance acceptance =
        new Acceptance(
            id,
            now,
            request.parts(),
            request.timeToSend(),
            validUntil,
            validUntil.plus(unknownAfter),
            request.dlrUrl() != null,
            null,
            Acceptance.Place.ALONE,
            details(request));
    return new NewMessage(envelope, request.text(), acceptance);
  }

  private static Map<String, Object> details(SendRequest request) {
    Map<String, Object> details = new HashMap<>();
    details.put("via", "omnichannel");
    details.put("parts", request.parts());
    details.put("encoding", request.alphabet().name().toLowerCase(Locale.ROOT));
    if (request.replaced() > 0) {
      details.put("replaced", request.replaced());
    }
    if (request.timeToSend() != null) {
      details.put("time_to_send", Times.write(request.timeToSend()));
    }
    return details;
  }
}
