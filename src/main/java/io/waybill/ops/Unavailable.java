package io.waybill.ops;

/** Something that a request needs does not answer now; trying again later may help. */
public class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected Unavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
