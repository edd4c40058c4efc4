package io.waybill.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a set of messages adds up to.
final class Tally {
  int accepted;
  int lost;
  int wrong;
  int doubled;

  /// Submits beyond the first of each message.
  int again;

  long lastAnswered;
  long lastTold;
  final Times accept = new Times();
  final Times toSubmit = new Times();
  final Times toCallback = new Times();
  final Times endToEnd = new Times();

  /// Whether every promise was kept.
  boolean isGood() {
    return lost == 0 && wrong == 0 && doubled == 0;
  }

  /// The three steps that customers wait for, in milliseconds.
  Map<String, Object> steps() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("accept_ms", accept.toMap());
    map.put("answer_to_submit_ms", toSubmit.toMap());
    map.put("receipt_to_callback_ms", toCallback.toMap());
    return map;
  }

  /// What must be 0.
  Map<String, Object> faults() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("lost", lost);
    map.put("wrong", wrong);
    map.put("doubled", doubled);
    map.put("submitted_again", again);
    return map;
  }
}
