package io.waybill.store;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.waybill.ops.Metrics;

/** What the ledger counts about itself. */
final class LedgerMetrics {
  private final io.prometheus.metrics.core.metrics.Histogram groups;
  private final io.prometheus.metrics.core.metrics.Histogram commits;
  private final CounterDataPoint quarantined;

  LedgerMetrics(Metrics metrics) {
    groups = metrics.sizes("waybill_ledger_group_size", "Events committed together");
    commits = metrics.latency("waybill_ledger_commit_seconds", "Time to write and commit a group");
    quarantined =
        metrics
            .counter("waybill_ledger_quarantined_total", "Events put aside: not storable")
            .labelValues();
  }

  void committed(int events, long nanos) {
    groups.observe(events);
    commits.observe(nanos / 1e9);
  }

  void quarantined() {
    quarantined.inc();
  }
}
