package io.waybill.accept;

import io.waybill.account.ApiKey;
import io.waybill.http.Answer;
import io.waybill.http.Call;
import io.waybill.http.Json;
import io.waybill.http.LongBodies;
import io.waybill.http.Style;
import io.waybill.store.Ledger.Once;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// `POST /v1/omnimessage` (contract 1.2 and 1.3).
final class Send {
  static final String PATTERN = "/v1/omnimessage";

  /// Longest body, for contents of old WhatsApp clients, which carry a file.
  static final int BODY_MAX = 8 << 20;

  private static final int LONG_AT_ONCE = 4;

  private final LongBodies bodies = new LongBodies(LONG_AT_ONCE, BODY_MAX);
  private final Intake intake;

  Send(Intake intake) {
    this.intake = intake;
  }

  Answer handle(Call call, ApiKey key) {
    return bodies.read(
        call,
        Style.CONTRACT,
        body -> intake.carryOut(call, key, PATTERN, body, (json, once) -> accept(json, key, once)));
  }

  private CompletableFuture<Answer> accept(Json.Parsed.Tree json, ApiKey key, @Nullable Once once) {
    return switch (intake.prepare(json, key)) {
      case Intake.Prepared.Bad(var faults) -> intake.invalid(faults);
      case Intake.Prepared.Good(var chain) -> intake.store(chain, Intake.created(chain), once);
    };
  }
}
