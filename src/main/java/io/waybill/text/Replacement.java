package io.waybill.text;

import java.util.List;

/// A text after replacement, and what was changed, so that a customer can be shown both.
///
/// @param text the text to send
/// @param changes in the order of their position, not overlapping; empty if nothing changed
public record Replacement(String text, List<Change> changes) {
  /// Keeps its own copy of the list.
  public Replacement {
    changes = List.copyOf(changes);
  }
}
