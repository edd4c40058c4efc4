package io.waybill.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What has happened since the start, over all sessions.
record Counters(
    LongAdder binds,
    LongAdder bindsRefused,
    LongAdder submits,
    LongAdder refused,
    LongAdder unanswered,
    LongAdder receiptsSent,
    LongAdder receiptsAcknowledged,
    LongAdder disconnections,
    LongAdder garbage,
    LongAdder fromHandsets) {
  Counters() {
    this(
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder());
  }

  /// By name, in the order of a message's way.
  Map<String, Long> all() {
    Map<String, Long> all = new LinkedHashMap<>();
    all.put("binds", binds.sum());
    all.put("binds_refused", bindsRefused.sum());
    all.put("submits", submits.sum());
    all.put("refused", refused.sum());
    all.put("unanswered", unanswered.sum());
    all.put("receipts_sent", receiptsSent.sum());
    all.put("receipts_acknowledged", receiptsAcknowledged.sum());
    all.put("from_handsets", fromHandsets.sum());
    all.put("disconnections", disconnections.sum());
    all.put("garbage", garbage.sum());
    return all;
  }
}
