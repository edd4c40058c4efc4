package io.waybill.dispatch;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.waybill.carrier.LinkListener.Odd;
import io.waybill.message.Ids;
import io.waybill.ops.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What is counted about submits, and about what links read. */
final class SubmitMetrics {
  private final Counter submits;
  private final Counter odd;
  private final Histogram sinceAccept;

  SubmitMetrics(Metrics metrics) {
    submits =
        metrics.counter(
            "waybill_submits_total",
            "Parts written to a link, by the carrier's answer",
            "link",
            "outcome");
    odd =
        metrics.counter(
            "waybill_link_odd_total",
            "PDUs of a carrier that it should not have sent, by what was wrong",
            "link",
            "what");
    sinceAccept =
        metrics.latency(
            "waybill_accept_to_taken_seconds",
            "From the acceptance of a message to the carrier's answer about a part");
  }

  void taken(String link, UUID message, Instant now) {
    submits.labelValues(link, "taken").inc();
    sinceAccept.observe(Duration.between(Ids.timeOf(message), now).toMillis() / 1e3);
  }

  void putOff(String link) {
    submits.labelValues(link, "put_off").inc();
  }

  void rerouted(String link) {
    submits.labelValues(link, "rerouted").inc();
  }

  void refused(String link) {
    submits.labelValues(link, "refused").inc();
  }

  void uncertain(String link) {
    submits.labelValues(link, "uncertain").inc();
  }

  void odd(String link, Odd what) {
    odd.labelValues(link, what.word()).inc();
  }
}
