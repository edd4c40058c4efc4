package io.waybill.accept;

import io.waybill.accept.SendRequest.Turn;
import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.Routes;
import io.waybill.message.Acceptance;
import io.waybill.message.Ids;
import io.waybill.price.Prices;
import io.waybill.store.Envelope;
import io.waybill.store.Ledger.NewMessage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Makes of a valid request what the ledger takes: one message for each channel, all with their ids
/// from the start. Thread-safe.
final class NewMessages {
  private final Duration unknownAfter;
  private final Prices prices;
  private final Routes routes;
  private final AtomicInteger concatReferences = new AtomicInteger();

  /// @param unknownAfter wait for a final receipt after the validity
  NewMessages(Duration unknownAfter, Prices prices, Routes routes) {
    this.routes = routes;
    this.unknownAfter = unknownAfter;
    this.prices = prices;
  }

  /// @param omni the omnimessage's id
  List<NewMessage> of(SendRequest request, ApiKey key, Account account, UUID omni, Instant now) {
    Instant start = request.timeToSend() == null ? now : request.timeToSend();
    LocalDate purgeDay = purgeDay(request, account, start);
    List<NewMessage> chain = new ArrayList<>(request.turns().size());
    for (Turn turn : request.turns()) {
      String carrier = carrier(request, turn, account);
      int parts = parts(turn, carrier);
      int place = chain.size() + 1;
      UUID id = Ids.message(omni, place);
      boolean first = place == 1;
      Instant validUntil = (first ? start : now).plus(turn.validity());
      Acceptance acceptance =
          new Acceptance(
              id,
              now,
              parts,
              first ? request.timeToSend() : null,
              validUntil,
              validUntil.plus(unknownAfter),
              request.dlrUrl() != null,
              null,
              new Acceptance.Place(first, place == request.turns().size()),
              details(request, turn, parts));
      Envelope envelope = envelope(request, turn, carrier, key, id, purgeDay, now);
      chain.add(new NewMessage(envelope, turn.content(), acceptance));
    }
    return chain;
  }

  private String carrier(SendRequest request, Turn turn, Account account) {
    var to = request.to();
    return turn.channel().equals(Envelope.SMS)
        ? routes.sms(account, to.e164(), to.country(), to.network())
        : turn.carrier();
  }

  /// A text is counted again as its carrier wants it written.
  private int parts(Turn turn, String carrier) {
    boolean isText = turn.channel().equals(Envelope.SMS) && turn.udh() == null && !turn.binary();
    return isText ? routes.parts(carrier, turn.content()) : turn.parts();
  }

  private Envelope envelope(
      SendRequest request,
      Turn turn,
      String carrier,
      ApiKey key,
      UUID id,
      LocalDate purgeDay,
      Instant now) {
    BigDecimal price = price(request, turn);
    boolean plain =
        price == null
            && turn.messageClass() == null
            && !turn.binary()
            && request.campaign() == null
            && request.tags().isEmpty();
    return new Envelope(
        id,
        key.accountId(),
        key.username(),
        carrier,
        request.priority(),
        turn.sender(),
        request.to().e164(),
        request.to().country(),
        request.to().network(),
        request.reference(),
        request.dlrUrl(),
        request.textStore(),
        purgeDay,
        concatReferences.getAndIncrement() & 0xFF,
        turn.udh(),
        now,
        turn.channel(),
        request.format(),
        plain
            ? Envelope.Extras.NONE
            : new Envelope.Extras(
                turn.messageClass(), turn.binary(), request.campaign(), request.tags(), price));
  }

  /// Of one part, fixed now: what the operator changes later is for later messages. Null if there
  /// is none; prices are for SMS.
  private @Nullable BigDecimal price(SendRequest request, Turn turn) {
    return turn.channel().equals(Envelope.SMS)
        ? prices.list().partPrice(request.to().country(), request.to().network()).orElse(null)
        : null;
  }

  /// The last channel's turn comes, at the latest, when all before it have run out.
  private static LocalDate purgeDay(SendRequest request, Account account, Instant start) {
    Duration longest =
        request.turns().stream().map(Turn::validity).reduce(Duration.ZERO, Duration::plus);
    return start
        .plus(longest)
        .atOffset(ZoneOffset.UTC)
        .toLocalDate()
        .plusDays(account.contentDays() + 1L);
  }

  private static Map<String, Object> details(SendRequest request, Turn turn, int parts) {
    Map<String, Object> details = new HashMap<>(turn.details());
    details.computeIfPresent("parts", (_, _) -> parts);
    details.put(
        "via",
        switch (request.format()) {
          case CONTRACT -> "omnichannel";
          case CLASSIC -> "classic";
          case PRODUCT -> request.format().name().toLowerCase(Locale.ROOT);
        });
    if (request.turns().size() > 1) {
      details.put("channel", turn.channel());
    }
    if (request.timeToSend() != null) {
      details.put("time_to_send", Times.write(request.timeToSend()));
    }
    return details;
  }
}
