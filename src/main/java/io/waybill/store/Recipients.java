package io.waybill.store;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;

/** A recipient's number as carriers may write it in a receipt. */
final class Recipients {
  private Recipients() {}

  /** The national significant number of an international one; itself where that is not known. */
  static String national(String digits) {
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    try {
      return numbers.getNationalSignificantNumber(numbers.parse("+" + digits, null));
    } catch (NumberParseException e) {
      return digits;
    }
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
