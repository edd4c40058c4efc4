package io.waybill.store;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.Set;
import java.util.stream.Collectors;

/** A recipient's number as carriers may write it in a receipt. */
final class Recipients {
  private static final int CALLING_CODE_MAX = 3;

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

  /** The digits of an address in a receipt: no plus, no leading zeros. */
  static String plain(String address) {
    String digits = address.replaceAll("[^0-9]", "");
    int zeros = 0;
    while (zeros < digits.length() && digits.charAt(zeros) == '0') {
      zeros++;
    }
    return digits.substring(zeros);
  }
}
