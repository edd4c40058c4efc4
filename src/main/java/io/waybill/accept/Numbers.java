package io.waybill.accept;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToCarrierMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads phone numbers in international form (ITU-T E.164). Only the length is judged: new ranges
/// are in use before any table knows them.
public final class Numbers {
  private static final Pattern INTERNATIONAL = Pattern.compile("(?:\\+|00)?([1-9][0-9]{5,16})");

  /// Calling codes that belong to no country, as +800 and +883.
  private static final String NOT_GEOGRAPHIC = PhoneNumberUtil.REGION_CODE_FOR_NON_GEO_ENTITY;

  private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
  private static final PhoneNumberToCarrierMapper CARRIERS =
      PhoneNumberToCarrierMapper.getInstance();

  private Numbers() {}

  /// A number that can be dialled.
  ///
  /// @param e164 with +
  /// @param country ISO 3166 alpha-2; null where the number belongs to none
  /// @param network the operator the range was given to, in English; the number may have been
  ///   ported since; null where unknown
  public record Phone(String e164, @Nullable String country, @Nullable String network) {}

  /// Reads digits after +, after 00, or alone; empty if it is no possible number.
  public static Optional<Phone> read(String written) {
    var digits = INTERNATIONAL.matcher(written);
    if (!digits.matches()) {
      return Optional.empty();
    }
    PhoneNumber number;
    try {
      number = PHONES.parse("+" + digits.group(1), null);
    } catch (NumberParseException noCountry) {
      return Optional.empty();
    }
    if (PHONES.isPossibleNumberWithReason(number) != ValidationResult.IS_POSSIBLE) {
      return Optional.empty();
    }
    String network = CARRIERS.getNameForNumber(number, Locale.ENGLISH);
    return Optional.of(
        new Phone(
            PHONES.format(number, PhoneNumberFormat.E164),
            country(number),
            network.isEmpty() ? null : network));
  }

  /// The same, but digits without + and 00 are read as they are dialled within a country: there
  /// they may lack the calling code, and begin with the country's 0.
  ///
  /// @param country ISO 3166 alpha-2, upper case; empty: every number has its calling code
  public static Optional<Phone> read(String written, String country) {
    if (country.isEmpty() || written.startsWith("+") || written.startsWith("00")) {
      return read(written);
    }
    try {
      PhoneNumber number = PHONES.parse(written, country);
      return PHONES.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
          ? read(PHONES.format(number, PhoneNumberFormat.E164))
          : Optional.empty();
    } catch (NumberParseException none) {
      return Optional.empty();
    }
  }

  /// Whether these digits, without + or 00, begin with a calling code that is in use.
  public static boolean hasCallingCode(String digits) {
    for (int length = 1; length <= 3 && length <= digits.length(); length++) {
      String code = digits.substring(0, length);
      if (code.charAt(0) != '0'
          && code.chars().allMatch(c -> c >= '0' && c <= '9')
          && PHONES.getSupportedCallingCodes().contains(Integer.parseInt(code))) {
        return true;
      }
    }
    return false;
  }

  /// Where several countries share a calling code and no known range tells, the main one.
  private static @Nullable String country(PhoneNumber number) {
    String exact = PHONES.getRegionCodeForNumber(number);
    String region =
        exact != null ? exact : PHONES.getRegionCodeForCountryCode(number.getCountryCode());
    return region.equals(NOT_GEOGRAPHIC) || region.equals("ZZ") ? null : region;
  }
}
