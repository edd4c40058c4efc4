package io.waybill.store;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A recipient's number as carriers may write it in a receipt. */
final class Recipients {
  /** Of the shortest number that may be a recipient's, written nationally. */
  static final int NATIONAL_MIN = 5;

  private static final int CALLING_CODE_MAX = 3;
  private static final int E164_MAX = 15;

  /** No calling code is the beginning of another (ITU-T E.164). */
  private static final Set<String> CALLING_CODES =
      PhoneNumberUtil.getInstance().getSupportedCallingCodes().stream()
          .map(String::valueOf)
          .collect(Collectors.toUnmodifiableSet());

  private Recipients() {}

  /** The national significant number of an international one; itself where that is not known. */
  static String national(String digits) {
    for (int length = 1; length <= CALLING_CODE_MAX && length < digits.length(); length++) {
      if (CALLING_CODES.contains(digits.substring(0, length))) {
        return digits.substring(length);
      }
    }
    return digits;
  }

  /**
   * The countries of the calling code that these digits begin with; none where that is not sure.
   */
  static List<String> regions(String digits) {
    for (int length = 1; length <= CALLING_CODE_MAX && length <= digits.length(); length++) {
      String code = digits.substring(0, length);
      if (CALLING_CODES.contains(code)) {
        return PhoneNumberUtil.getInstance().getRegionCodesForCountryCode(Integer.parseInt(code));
      }
    }
    return List.of();
  }

  /**
   * Every international number that the digits of a receipt's address can stand for: themselves,
   * and as a national number behind each calling code. None for no digits.
   */
  static List<String> readings(String digits) {
    List<String> readings = new ArrayList<>();
    if (!digits.isEmpty()) {
      readings.add(digits);
    }
    if (digits.length() >= NATIONAL_MIN) {
      for (String code : CALLING_CODES) {
        if (code.length() + digits.length() <= E164_MAX) {
          readings.add(code + digits);
        }
      }
    }
    return readings;
  }

  /** The digits of an address in a receipt: no plus, no leading zeros. */
  static String plain(String address) {
    StringBuilder digits = new StringBuilder(address.length());
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if (c >= '0' && c <= '9' && (c != '0' || !digits.isEmpty())) {
        digits.append(c);
      }
    }
    return digits.toString();
  }
}
