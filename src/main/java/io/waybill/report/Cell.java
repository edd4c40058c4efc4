package io.waybill.report;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What stands in a cell of a file. */
public sealed interface Cell {
  /** Nothing. */
  Cell NONE = new Text("");

  /** Words, or digits that are a name such as a phone number: never taken for anything else. */
  record Text(String text) implements Cell {}

  /** A number to calculate with. */
  record Amount(BigDecimal value) implements Cell {}

  /** A text, or nothing. */
  static Cell of(@Nullable String text) {
    return text == null || text.isEmpty() ? NONE : new Text(text);
  }

  /** A whole number. */
  static Cell of(long value) {
    return new Amount(BigDecimal.valueOf(value));
  }
}
