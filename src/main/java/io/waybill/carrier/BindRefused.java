package io.waybill.carrier;

import io.waybill.smpp.Status;
import java.io.IOException;

/** The carrier has answered the bind, with an error: trying at once will not help. */
final class BindRefused extends IOException {
  private static final long serialVersionUID = 1L;

  BindRefused(int status) {
    super("bind refused: " + Status.name(status));
  }
}
