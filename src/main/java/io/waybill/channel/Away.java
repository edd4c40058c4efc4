package io.waybill.channel;

import io.waybill.ops.Unavailable;

/// What a provider reported cannot be stored now: it is to come again.
final class Away extends Unavailable {
  private static final long serialVersionUID = 1L;

  Away(String why, Throwable cause) {
    super(why, cause);
  }
}
