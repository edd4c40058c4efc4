package io.waybill.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One pass over a text from left to right, noting every change.
final class Walk {
  private final String text;
  private final Dictionary dictionary;
  private final @Nullable Closest closest;
  private final StringBuilder result;
  private final List<Change> changes = new ArrayList<>();

  /// @param closest null to apply the dictionary only
  Walk(String text, Dictionary dictionary, @Nullable Closest closest) {
    this.text = text;
    this.dictionary = dictionary;
    this.closest = closest;
    this.result = new StringBuilder(text.length());
  }

  Replacement run() {
    int at = 0;
    while (at < text.length()) {
      Optional<Dictionary.Match> match = dictionary.at(text, at);
      at = match.isPresent() ? put(at, match.get()) : closestAt(at);
    }
    return new Replacement(result.toString(), changes);
  }

  private int put(int from, Dictionary.Match match) {
    String value = match.value();
    return put(from, match.end(), closest == null ? value : closest.ofAll(value));
  }

  private int closestAt(int from) {
    if (closest == null) {
      int end = from + Character.charCount(text.codePointAt(from));
      return put(from, end, text.substring(from, end));
    }
    int end = Marks.clusterEnd(text, from);
    return put(from, end, closest.of(text, from, end));
  }

  private int put(int from, int end, String to) {
    String given = text.substring(from, end);
    if (!given.equals(to)) {
      changes.add(new Change(from, given, to));
    }
    result.append(to);
    return end;
  }
}
