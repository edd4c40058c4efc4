package io.waybill.store;

import org.jspecify.annotations.Nullable;

/// The embedded PostgreSQL cannot be had. The message is one for the person at the terminal: what
/// is wrong and what to do about it.
public final class StartFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  StartFailure(String message) {
    this(message, null);
  }

  StartFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
