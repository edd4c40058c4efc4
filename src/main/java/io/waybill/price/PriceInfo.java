package io.waybill.price;

import io.waybill.message.Objection;
import io.waybill.message.Status;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// What a message costs, as the contract writes `price_info` (1.3): decimals without trailing
/// zeros, such as "0.1". The one place for status answers, callbacks and the preview.
///
/// @param part price of one part, euro
/// @param parts how many there are
/// @param total of all of them
public record PriceInfo(String part, int parts, String total) {

  /// Of so many parts; null where the operator has set no price.
  public static @Nullable PriceInfo of(@Nullable BigDecimal part, int parts) {
    return part == null
        ? null
        : new PriceInfo(written(part), parts, written(part.multiply(BigDecimal.valueOf(parts))));
  }

  /// The same of a message that stands so: null while the contract has no word for it, and of what
  /// our own rules rejected, which costs nothing (contract 1.4).
  public static @Nullable PriceInfo of(
      @Nullable BigDecimal part, int parts, @Nullable Status status, int err) {
    return status == null || Objection.isFree(status, err) ? null : of(part, parts);
  }

  private static String written(BigDecimal amount) {
    return amount.stripTrailingZeros().toPlainString();
  }
}
