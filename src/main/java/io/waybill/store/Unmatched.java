package io.waybill.store;

import java.util.Locale;

/** Why a receipt matches no part. */
public enum Unmatched {
  NO_MATCH("nothing was submitted under this id to this number"),
  AMBIGUOUS("ambiguous: the id stands for several parts to this number"),
  /** It cannot be looked up, so it is not tried again. */
  NO_ID("no id: it is marked as a receipt, but names no message"),
  /** As good as no id: carriers reuse ids, so the id alone is not believed. */
  NO_NUMBER("no number: its source address is no recipient's number"),
  NOT_STORED("its message is not stored (yet)"),
  /** It was not looked for yet: storing it as it came is quicker, and its carrier waits. */
  BURST("many came at once: it is stored, and its turn comes");

  private final String sentence;

  Unmatched(String sentence) {
    this.sentence = sentence;
  }

  /** As people read it. */
  public String sentence() {
    return sentence;
  }

  /** As the database and the API write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether another try may find it. */
  boolean isTriedAgain() {
    return this != NO_ID && this != NO_NUMBER;
  }
}
