package io.waybill.classic;

import io.waybill.accept.Intake;
import io.waybill.accept.SendRequest;
import io.waybill.accept.Waiting;
import io.waybill.account.ApiKey;
import io.waybill.http.Answer;
import io.waybill.http.Style;
import io.waybill.price.Prices;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Outcome;
import java.time.InstantSource;
import java.util.List;

/// `send_sms` (contract 3.1): answered `OK` and the message's id only after the commit.
final class SendSms {
  private final Intake intake;
  private final SmsReader reader;
  private final Prices prices;
  private final InstantSource clock;

  SendSms(Intake intake, SmsReader reader, Prices prices, InstantSource clock) {
    this.intake = intake;
    this.reader = reader;
    this.prices = prices;
    this.clock = clock;
  }

  Answer send(Parameters parameters, ApiKey key) {
    return switch (reader.read(parameters, key, intake.account(key), clock.instant())) {
      case SmsReader.Read.Bad(var refusal) -> invalid(refusal);
      case SmsReader.Read.Good(var request) -> send(request, key);
    };
  }

  private Answer send(SendRequest request, ApiKey key) {
    if (prices.isBroke(key.accountId())) {
      return invalid(new Refusal(Refusal.NO_CREDIT, "Nothing is left on this account."));
    }
    List<NewMessage> chain = intake.chain(request, key);
    String id = chain.getFirst().envelope().id().toString();
    return Waiting.on(Style.CLASSIC, intake.store(chain).thenApply(outcome -> told(outcome, id)));
  }

  private Answer invalid(Refusal refusal) {
    intake.countInvalid();
    return refusal.answer();
  }

  private static Answer told(Outcome outcome, String id) {
    return switch (outcome) {
      case Outcome.Recorded _ -> Refusal.text("OK " + id);
      case Outcome.Busy _ ->
          Waiting.busy(Style.CLASSIC, "Too busy to accept it now; send it again in a moment.");
      case Outcome.Quarantined _ ->
          new Refusal(Refusal.PARAMETER, "This message cannot be stored.").answer();
      case Outcome.NotFound() -> throw new IllegalStateException("a new message was not found");
    };
  }
}
