package io.waybill.price;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What one part of an SMS costs, in euro.
///
/// @param country ISO 3166 alpha-2, upper case
/// @param mccmnc mobile country and network code, 5 or 6 digits; null for all networks of the
///   country that have no price of their own
/// @param network its name, as libphonenumber has it if numbers are to be matched; null with mccmnc
/// @param amount 0 or more, five decimals
public record Price(
    String country, @Nullable String mccmnc, @Nullable String network, BigDecimal amount) {
  /// Decimals of an amount (contract 3.5).
  public static final int DECIMALS = 5;

  /// The highest price.
  public static final BigDecimal MAX = BigDecimal.valueOf(10_000);

  /// Characters of the longest name of a network.
  public static final int NETWORK_MAX = 100;

  /// What stands for {@link #mccmnc} in answers if there is none: clients want digits there.
  public static final String ANY_MCCMNC = "00000";

  /// What stands for {@link #network} in answers if there is none.
  public static final String ANY_NETWORK = "Any other network";

  private static final Pattern MCCMNC = Pattern.compile("[1-9][0-9]{4,5}");

  /// @throws IllegalArgumentException with a sentence that says what is wrong
  public Price {
    if (!Countries.isCountry(country)) {
      throw new IllegalArgumentException(
          "'" + country + "' is not a country: write two letters, as EE");
    }
    if (mccmnc != null && !MCCMNC.matcher(mccmnc).matches()) {
      throw new IllegalArgumentException(
          "MCC-MNC must be 5 or 6 digits that do not begin with 0, as 24801");
    }
    if ((mccmnc == null) != (network == null)) {
      throw new IllegalArgumentException("give MCC-MNC and name of a network, or neither");
    }
    if (network != null && !isName(network)) {
      throw new IllegalArgumentException(
          "the name of a network must be 1 to " + NETWORK_MAX + " printable characters");
    }
    if (amount.signum() < 0 || amount.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("a price must be from 0 to " + MAX);
    }
    if (amount.stripTrailingZeros().scale() > DECIMALS) {
      throw new IllegalArgumentException("a price has at most " + DECIMALS + " decimals");
    }
    amount = amount.setScale(DECIMALS, RoundingMode.UNNECESSARY);
  }

  /// Five decimals, as `0.06000`.
  public String written() {
    return amount.toPlainString();
  }

  /// For answers: digits, always.
  public String mccmncShown() {
    return mccmnc == null ? ANY_MCCMNC : mccmnc;
  }

  /// For answers: a name, always.
  public String networkShown() {
    return network == null ? ANY_NETWORK : network;
  }

  private static boolean isName(String name) {
    return !name.isBlank()
        && name.length() <= NETWORK_MAX
        && name.chars()
            .noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
  }
}
