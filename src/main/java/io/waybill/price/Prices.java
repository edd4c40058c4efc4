package io.waybill.price;

import java.math.BigDecimal;
import java.util.Optional;

/// Prices and balances as they are now, in memory; changes are in force within two seconds.
public interface Prices {
  /// The operator's price list.
  PriceList list();

  /// What is left on an account, in euro; empty if it is not limited.
  Optional<BigDecimal> balance(int accountId);

  /// Whether an account has a balance and nothing of it is left.
  default boolean isBroke(int accountId) {
    return balance(accountId).filter(left -> left.signum() <= 0).isPresent();
  }
}
