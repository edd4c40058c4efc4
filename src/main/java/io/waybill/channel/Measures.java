package io.waybill.channel;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.waybill.ops.Metrics;

/// What is counted of channels.
final class Measures {
  private final Counter sends;
  private final Counter statuses;
  private final Histogram seconds;

  Measures(Metrics metrics) {
    sends =
        metrics.counter(
            "waybill_channel_sends_total",
            "Requests to providers, by what came of them",
            "adapter",
            "outcome");
    statuses =
        metrics.counter(
            "waybill_channel_statuses_total",
            "What providers reported, by what became of it",
            "adapter",
            "outcome");
    seconds =
        metrics.latency(
            "waybill_channel_send_seconds", "Time until a provider's answer.", "adapter");
  }

  void sent(String adapter, Outcome outcome, long nanos) {
    String label =
        switch (outcome) {
          case Outcome.Taken _ -> "taken";
          case Outcome.Declined _ -> "declined";
          case Outcome.Returned _ -> "returned";
          case Outcome.Unsure _ -> "unsure";
        };
    sends.labelValues(adapter, label).inc();
    seconds.labelValues(adapter).observe(nanos / 1e9);
  }

  void heard(String adapter, String outcome) {
    statuses.labelValues(adapter, outcome).inc();
  }
}
