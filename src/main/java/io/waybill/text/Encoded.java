package io.waybill.text;

import java.util.List;

/// A text as the octets of its parts.
///
/// @param alphabet the one alphabet that all parts use
/// @param units septets or UTF-16 code units of the whole text, without any header; 0 or more
/// @param parts 1 to 255 parts in sending order
public record Encoded(Alphabet alphabet, int units, List<Part> parts) {
  /// Keeps its own copy of the list.
  public Encoded {
    parts = List.copyOf(parts);
  }
}
