package io.waybill.simulator;

import java.util.concurrent.atomic.LongAdder;

/// What has happened since the start, over all sessions.
record Counters(
    LongAdder binds, LongAdder submits, LongAdder receiptsSent, LongAdder receiptsAcknowledged) {
  Counters() {
    this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
  }
}
