package io.waybill.account;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a key may do, always within its own account. */
public enum Scope {
  /** Send messages and cancel them. */
  SEND,
  /** Ask about messages: status, lists, texts, timelines. */
  READ,
  /** Change the account's own settings, and see what only its administrators should. */
  ADMIN;

  /** What a key may do that was made without saying so. */
  public static final Set<Scope> USUAL = Set.of(SEND, READ);

  /** The word in lists and answers. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads words such as {@code send}, in any case.
   *
   * @return not empty
   * @throws IllegalArgumentException with a sentence that says what may be written
   */
  public static Set<Scope> of(Collection<String> words) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : words) {
      List<String> known = new ArrayList<>();
      for (Scope scope : values()) {
        known.add(scope.word());
        if (scope.name().equals(word.strip().toUpperCase(Locale.ROOT))) {
          scopes.add(scope);
        }
      }
      if (!known.contains(word.strip().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "'" + word + "' is not a scope: write some of " + String.join(", ", known));
      }
    }
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException(
          "a key needs at least one scope; to shut it out, disable it");
    }
    return Set.copyOf(scopes);
  }
}
