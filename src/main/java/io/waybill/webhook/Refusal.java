package io.waybill.webhook;

import org.jspecify.annotations.Nullable;

/** What was asked about an endpoint cannot be done, and why: one or two sentences for the asker. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final @Nullable String field;

  /** As HTTP has it; 400 is about a field. */
  Refusal(int status, @Nullable String field, String why) {
    super(why, null, false, false);
    this.status = status;
    this.field = field;
  }

  static Refusal wrong(String field, String why) {
    return new Refusal(400, field, why);
  }

  static Refusal because(int status, String why) {
    return new Refusal(status, null, why);
  }

  /** 400, 403, 404, 409, 429 or 503. */
  public int status() {
    return status;
  }

  /** Which field is wrong; null if none is. */
  public @Nullable String field() {
    return field;
  }

  /** The sentences. */
  public String why() {
    return String.valueOf(getMessage());
  }
}
