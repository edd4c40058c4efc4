package io.waybill.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What people set, in the order in which one may name another. */
public enum Kind {
  ACCOUNT,
  KEY,
  CARRIER,
  LINK,
  ROUTE;

  /** In answers and lists: {@code link}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In files and paths: {@code links}. */
  public String plural() {
    return word() + "s";
  }

  /** The kind that files and paths call so. */
  public static Optional<Kind> ofPlural(String plural) {
    return Arrays.stream(values()).filter(k -> k.plural().equals(plural)).findFirst();
  }

  /** Whether one of this kind has a password. */
  public boolean hasPassword() {
    return this == KEY || this == LINK;
  }

  /** Whether one of this kind can be removed; an account or a key has messages and is disabled. */
  public boolean canGo() {
    return this != ACCOUNT && this != KEY;
  }
}
