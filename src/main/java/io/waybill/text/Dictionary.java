package io.waybill.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An account's replacement table, ready for looking up what begins at a place in a text.
final class Dictionary {
  /// @param word whether the key is more than one character, so that it needs word boundaries
  private record Entry(String key, String value, boolean word) {}

  /// A key found in a text.
  ///
  /// @param end where what it matched ends
  record Match(int end, String value) {}

  private final Map<Integer, List<Entry>> byFirstCharacter = new HashMap<>();

  /// An empty key matches nothing.
  Dictionary(Map<String, String> table) {
    for (var row : table.entrySet()) {
      String key = row.getKey();
      if (!key.isEmpty()) {
        String composed = Normalizer.normalize(key, Normalizer.Form.NFC);
        boolean word = composed.codePointCount(0, composed.length()) > 1;
        byFirstCharacter
            .computeIfAbsent(key.codePointAt(0), first -> new ArrayList<>())
            .add(new Entry(key, row.getValue(), word));
      }
    }
    for (List<Entry> entries : byFirstCharacter.values()) {
      entries.sort(Comparator.comparingInt((Entry entry) -> entry.key().length()).reversed());
    }
  }

  /// The longest key that stands at a place of the text, if any.
  Optional<Match> at(String text, int from) {
    for (Entry entry : byFirstCharacter.getOrDefault(text.codePointAt(from), List.of())) {
      int end = from + entry.key().length();
      if (text.startsWith(entry.key(), from)
          && isWhole(text, end)
          && (!entry.word() || (isApart(text, from) && isApart(text, end)))) {
        return Optional.of(new Match(afterSelector(text, end), entry.value()));
      }
    }
    return Optional.empty();
  }

  /// Whether no character is cut in two here: neither a surrogate pair nor a letter and its accent.
  private static boolean isWhole(String text, int end) {
    int next = afterSelector(text, end);
    if (next == text.length()) {
      return true;
    }
    return !Character.isSurrogatePair(text.charAt(end - 1), text.charAt(next))
        && !Marks.attaches(text.codePointAt(next));
  }

  /// Whether this place is not inside a run of letters and digits.
  private static boolean isApart(String text, int at) {
    return at == 0
        || at == text.length()
        || !Character.isLetterOrDigit(text.codePointBefore(at))
        || !Character.isLetterOrDigit(text.codePointAt(at));
  }

  /// An emoji is often followed by a selector of its coloured form (U+FE0F), which goes with it.
  private static int afterSelector(String text, int at) {
    boolean selector =
        at < text.length() && (text.charAt(at) == '\uFE0E' || text.charAt(at) == '\uFE0F');
    return selector ? at + 1 : at;
  }
}
