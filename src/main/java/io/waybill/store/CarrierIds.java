package io.waybill.store;

import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The forms in which carriers write one and the same message id (design 9): another case, leading
 * zeros, decimal in one place and hexadecimal in the other.
 */
final class CarrierIds {
  private static final int DIGITS_MAX = 40;

  private CarrierIds() {}

  /** What ids are looked up by: blanks gone, lower case, no leading zeros. */
  static String form(String id) {
    String trimmed = id.strip().toLowerCase(Locale.ROOT);
    int zeros = 0;
    while (zeros < trimmed.length() - 1 && trimmed.charAt(zeros) == '0') {
      zeros++;
    }
    return trimmed.substring(zeros);
  }

  /** The forms under which a receipt's id may have been stored, most likely first. */
  static List<String> forms(String receiptId) {
    String form = form(receiptId);
    Set<String> forms = new LinkedHashSet<>();
    forms.add(form);
    if (form.length() <= DIGITS_MAX) {
      if (form.matches("[0-9]+")) {
        forms.add(new BigInteger(form, 10).toString(16));
      }
      if (form.matches("[0-9a-f]+")) {
        forms.add(new BigInteger(form, 16).toString(10));
      }
    }
    return List.copyOf(forms);
  }
}
