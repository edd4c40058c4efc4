package io.waybill.http;

import org.jspecify.annotations.Nullable;

/// One thing wrong with a request, in the words of contract 1.5.
///
/// @param detail a sentence for the developer who reads it; never our internals
/// @param source which field, as `payload[to]`, or which parameter; null when none is to blame
public record Fault(Code code, String detail, @Nullable String source) {

  /// The contract's codes with their exact titles (contract 1.5). Clients refuse any other.
  public enum Code {
    NOT_FOUND("101", "Not found"),
    FORBIDDEN("102", "Forbidden"),
    UNAUTHORIZED("103", "Unauthorized"),
    INTERNAL("104", "Internal Server Error"),
    INVALID("105", "Invalid data"),
    MISSING("106", "Missing data"),
    METHOD("107", "Method not allowed");

    private final String number;
    private final String title;

    Code(String number, String title) {
      this.number = number;
      this.title = title;
    }

    /// Three digits.
    public String number() {
      return number;
    }

    /// The one title that goes with the number.
    public String title() {
      return title;
    }

    /// The code that goes with an HTTP status when nothing more exact is known.
    static Code of(int status) {
      return switch (status) {
        case 401 -> UNAUTHORIZED;
        case 403 -> FORBIDDEN;
        case 404 -> NOT_FOUND;
        case 405 -> METHOD;
        case 429 -> INTERNAL;
        case 505 -> INVALID; // the caller's to change
        default -> status >= 500 ? INTERNAL : INVALID;
      };
    }
  }

  /// A fault that no single field is to blame for.
  public Fault(Code code, String detail) {
    this(code, detail, null);
  }
}
