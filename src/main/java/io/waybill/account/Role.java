package io.waybill.account;

import java.util.Locale;
import java.util.Optional;

/**
 * What a person may do; each may do what those before it may. The first three belong to one
 * account, an operator of the platform to none.
 */
public enum Role {
  /** Looks at everything of the account. */
  VIEWER("looks at messages and reports"),
  /** Sends and cancels, too. */
  SENDER("looks, sends and cancels"),
  /** Sets what can be set about the account, its people and its keys. */
  OWNER("does everything in the account, people and keys too"),
  /** Runs the platform: carriers, accounts, and everything in each account. */
  OPERATOR("runs the platform");

  private final String meaning;

  Role(String meaning) {
    this.meaning = meaning;
  }

  /** The word that is stored and shown: {@code owner}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it lets somebody do, as half a sentence. */
  public String meaning() {
    return meaning;
  }

  /** Whether one of this role may do what needs that one. */
  public boolean may(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** Whether a person of this role must have a second factor, where that is enforced. */
  public boolean needsSecondFactor() {
    return this == OWNER || this == OPERATOR;
  }

  /** The role of that word. */
  public static Optional<Role> of(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
