package io.waybill.store;

import io.waybill.routing.Notation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which carriers write one and the same message id (design 9): another case, leading
 * zeros, decimal in one place and hexadecimal in the other. Pure.
 */
final class CarrierIds {
  /** Digits of the longest id that is read as a number. */
  private static final int DIGITS_MAX = 40;

  private static final int DECIMAL = 10;
  private static final int HEXADECIMAL = 16;

  /** Decimal and hexadecimal digits that surely fit a long. */
  private static final int SHORT_DECIMAL = 18;

  private static final int SHORT_HEXADECIMAL = 15;

  /** What a pair of ids may differ by, as numbers, to be shown as alike. */
  private static final BigInteger NEAR = BigInteger.valueOf(1_000);

  private static final int PREFIX_SHARE = 2;
  private static final int PREFIX_MIN = 4;

  private CarrierIds() {}

  /**
   * What ids are looked up by: blanks and NULs around it gone, lower case, no leading zeros. The
   * same in every notation.
   */
  static String form(String id) {
    String trimmed = id.trim().toLowerCase(Locale.ROOT); // strip() would leave NULs
    int zeros = 0;
    while (zeros < trimmed.length() - 1 && trimmed.charAt(zeros) == '0') {
      zeros++;
    }
    return trimmed.substring(zeros);
  }

  /** All forms under which a receipt's id may have been stored, most likely first. */
  static List<String> forms(String receiptId) {
    return forms(receiptId, Notation.AUTO);
  }

  /**
   * The forms under which a receipt's id is looked up, most likely first, at most three. What is no
   * number in the notation is taken as it is written.
   */
  static List<String> forms(String receiptId, Notation notation) {
    String form = form(receiptId);
    return switch (notation) {
      case EXACT, DEC, HEX -> List.of(form);
      case RESP_HEX_RECEIPT_DEC -> List.of(or(toHexadecimal(form), form));
      case RESP_DEC_RECEIPT_HEX -> List.of(or(toDecimal(form), form));
      case AUTO -> {
        List<String> forms = new ArrayList<>(3);
        forms.add(form);
        add(forms, toHexadecimal(form));
        add(forms, toDecimal(form));
        yield List.copyOf(forms);
      }
    };
  }

  /** The first of the forms: what is tried before all else. */
  static String likeliest(String receiptId, Notation notation) {
    return notation == Notation.AUTO ? form(receiptId) : forms(receiptId, notation).getFirst();
  }

  /**
   * The one notation that a match speaks for; null if it proves nothing, because the id reads the
   * same in all of them. {@link Notation#EXACT} stands for everything that is written alike in both
   * places, decimal or hexadecimal.
   *
   * @param answered the id of the submit_sm_resp
   * @param received the id of the receipt that was matched with it
   */
  static @Nullable Notation spokenFor(String answered, String received) {
    String a = form(answered);
    String r = form(received);
    if (a.equals(r)) {
      boolean readsAlike = a.isEmpty() || (a.length() == 1 && isDigits(a, DECIMAL));
      return readsAlike ? null : Notation.EXACT;
    }
    if (a.equals(toHexadecimal(r))) {
      return Notation.RESP_HEX_RECEIPT_DEC;
    }
    return a.equals(toDecimal(r)) ? Notation.RESP_DEC_RECEIPT_HEX : null;
  }

  /**
   * Whether two ids look so much alike that a person should look at them: near as numbers in any
   * notation, one within the other, or half of them the same from the beginning.
   */
  static boolean resemble(String one, String other) {
    String a = form(one);
    String b = form(other);
    if (a.isEmpty() || b.isEmpty()) {
      return false;
    }
    for (String form : forms(a)) {
      if (isNear(form, b)) {
        return true;
      }
    }
    int shorter = Math.min(a.length(), b.length());
    int same = 0;
    while (same < shorter && a.charAt(same) == b.charAt(same)) {
      same++;
    }
    boolean within = a.contains(b) || b.contains(a);
    return shorter >= PREFIX_MIN
        && (within || same * PREFIX_SHARE >= Math.max(a.length(), b.length()));
  }

  private static boolean isNear(String a, String b) {
    for (int radix : new int[] {DECIMAL, HEXADECIMAL}) {
      boolean numbers =
          isDigits(a, radix)
              && isDigits(b, radix)
              && a.length() <= DIGITS_MAX
              && b.length() <= DIGITS_MAX;
      // Short numbers are near each other without meaning anything.
      if (numbers
          && a.length() > PREFIX_MIN
          && new BigInteger(a, radix).subtract(new BigInteger(b, radix)).abs().compareTo(NEAR)
              <= 0) {
        return true;
      }
    }
    return a.equals(b);
  }

  private static void add(List<String> forms, @Nullable String form) {
    if (form != null && !forms.contains(form)) {
      forms.add(form);
    }
  }

  private static String or(@Nullable String form, String otherwise) {
    return form == null ? otherwise : form;
  }

  private static @Nullable String toHexadecimal(String decimal) {
    return converted(decimal, DECIMAL, SHORT_DECIMAL, HEXADECIMAL);
  }

  private static @Nullable String toDecimal(String hexadecimal) {
    return converted(hexadecimal, HEXADECIMAL, SHORT_HEXADECIMAL, DECIMAL);
  }

  /** Null if it is no number in the first notation, or one that is too long to be an id. */
  private static @Nullable String converted(String digits, int from, int shortMax, int to) {
    if (digits.length() > DIGITS_MAX || !isDigits(digits, from)) {
      return null;
    }
    return digits.length() <= shortMax
        ? Long.toString(Long.parseLong(digits, from), to)
        : new BigInteger(digits, from).toString(to);
  }

  private static boolean isDigits(String text, int radix) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = (c >= '0' && c <= '9') || (radix == HEXADECIMAL && c >= 'a' && c <= 'f');
      if (!digit) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
