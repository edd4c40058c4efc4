package io.waybill.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** What a person logs in with whose phone is lost: each code opens once. */
public final class RecoveryCodes {
  /** How many there are. */
  public static final int COUNT = 10;

  /** Neither vowels nor what looks like something else. */
  private static final String LETTERS = "bcdfghjkmnpqrstvwxz23456789";

  /** 27 to the 12th are 57 bits; tries are counted. */
  private static final int LENGTH = 12;

  private static final int GROUP = 4;

  private RecoveryCodes() {}

  /** New ones, written as {@code bcdf-ghjk-mnpq}. */
  public static List<String> fresh(RandomGenerator secure) {
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      StringBuilder code = new StringBuilder();
      for (int j = 0; j < LENGTH; j++) {
        code.append(j > 0 && j % GROUP == 0 ? "-" : "");
        code.append(LETTERS.charAt(secure.nextInt(LETTERS.length())));
      }
      codes.add(code.toString());
    }
    return codes;
  }

  /** Whether this can be one, and no code from an app. */
  public static boolean isOne(String shown) {
    return plain(shown).matches("[" + LETTERS + "]{" + LENGTH + "}");
  }

  /** What is kept of one. It is random, so a plain hash is enough. */
  public static byte[] hash(String shown) {
    return Passwords.sha256("recovery " + plain(shown));
  }

  private static String plain(String shown) {
    return shown.toLowerCase(Locale.ROOT).replaceAll("[\\s-]", "");
  }
}
