package io.waybill.account;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which passwords people may have: long ones that nobody guesses first. No rule about kinds of
 * characters: those make passwords that are hard to remember and easy to guess.
 */
public final class PasswordRule {
  /** The shortest, characters. */
  public static final int LENGTH_MIN = 12;

  private static final int DIFFERENT_MIN = 5;

  /** So much must be left of it when what everybody tries is taken away, characters. */
  private static final int OWN_MIN = 6;

  private static final int EMAIL_PART_MIN = 3;

  /** What lists of stolen passwords are made of, in small letters and without digits in them. */
  private static final List<String> COMMON =
      List.of(
          "correcthorsebatterystaple",
          "qwertyuiop",
          "asdfghjkl",
          "zxcvbnm",
          "qazwsxedc",
          "passwort",
          "password",
          "passphrase",
          "administrator",
          "changeme",
          "letmein",
          "iloveyou",
          "welcome",
          "trustno",
          "football",
          "baseball",
          "superman",
          "princess",
          "sunshine",
          "michael",
          "jennifer",
          "computer",
          "internet",
          "whatever",
          "starwars",
          "dragon",
          "monkey",
          "shadow",
          "master",
          "secret",
          "summer",
          "winter",
          "spring",
          "autumn",
          "january",
          "login",
          "qwertz",
          "qwerty",
          "azerty",
          "qazwsx",
          "asdfgh",
          "abcdef",
          "admin",
          "hello",
          "waybill",
          "guest",
          "default",
          "test",
          "pass",
          "user",
          "root");

  private static final String ROWS =
      "01234567890 abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm qwertzuiop yxcvbnm "
          + "1qaz2wsx3edc4rfv5tgb6yhn7ujm !@#$%^&*()";

  private PasswordRule() {}

  /**
   * What is wrong with a password, as a sentence that says what to change; empty if it may be had.
   */
  public static Optional<String> fault(String password, String email) {
    if (password.length() < LENGTH_MIN) {
      return Optional.of(
          "This password has %d characters. Use at least %d: a few words in a row are easy to remember."
              .formatted(password.length(), LENGTH_MIN));
    }
    if (password.length() > PersonPassword.LENGTH_MAX) {
      return Optional.of(
          "Use at most %d characters for the password.".formatted(PersonPassword.LENGTH_MAX));
    }
    if (password.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("Leave out tabs and other control characters: no log-in form sends them.");
    }
    String small = password.toLowerCase(Locale.ROOT);
    if (small.chars().distinct().count() < DIFFERENT_MIN) {
      return Optional.of("Use more different characters: this repeats a few of them.");
    }
    String rest = small;
    for (String part : email.split("[@.+_-]", -1)) {
      rest = part.length() >= EMAIL_PART_MIN ? rest.replace(part, "") : rest;
    }
    if (rest.length() < small.length()
        && rest.chars().filter(Character::isLetter).count() < OWN_MIN) {
      return Optional.of("Use something that is not your e-mail address.");
    }
    String plain = plain(small);
    for (String common : COMMON) {
      if (plain.contains(common) && left(small, plain, common) < OWN_MIN) {
        return Optional.of(
            "This is one of the first that attackers try ('%s' with little added). Add unrelated words."
                .formatted(common));
      }
    }
    return withoutRows(small).length() < OWN_MIN
        ? Optional.of("Use something else than keys or characters in a row.")
        : Optional.empty();
  }

  /** As it is read by those who write a zero for an o. */
  private static String plain(String small) {
    return small
        .replace('0', 'o')
        .replace('1', 'i')
        .replace('3', 'e')
        .replace('4', 'a')
        .replace('5', 's')
        .replace('7', 't')
        .replace('@', 'a')
        .replace('$', 's')
        .replace('!', 'i');
  }

  /** How many different letters are left of it without that. */
  private static long left(String small, String plain, String common) {
    StringBuilder rest = new StringBuilder(small);
    for (int at = plain.lastIndexOf(common); at >= 0; at = plain.lastIndexOf(common, at - 1)) {
      if (at + common.length() <= rest.length()) {
        rest.delete(at, at + common.length());
      }
      if (at == 0) {
        break;
      }
    }
    return rest.chars().filter(Character::isLetter).distinct().count();
  }

  /** What is left without runs of three or more characters that are neighbours. */
  private static String withoutRows(String small) {
    String back = new StringBuilder(ROWS).reverse().toString();
    StringBuilder own = new StringBuilder();
    int i = 0;
    while (i < small.length()) {
      int run = 1;
      while (i + run < small.length()
          && (ROWS.contains(small.substring(i, i + run + 1))
              || back.contains(small.substring(i, i + run + 1)))) {
        run++;
      }
      if (run >= 3) {
        own.append(small.charAt(i));
      } else {
        own.append(small, i, i + run);
      }
      i += run;
    }
    return own.toString();
  }
}
