package io.waybill.dispatch;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.waybill.message.ErrorDictionary;
import io.waybill.message.Ids;
import io.waybill.ops.Metrics;
import io.waybill.smpp.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What is counted about submits. */
final class SubmitMetrics {
  private final Counter submits;
  private final Histogram sinceAccept;

  SubmitMetrics(Metrics metrics) {
    submits =
        metrics.counter(
            "waybill_submits_total",
            "Parts written to a link, by the carrier's answer",
            "link",
            "outcome");
    sinceAccept =
        metrics.latency(
            "waybill_accept_to_taken_seconds",
            "From the acceptance of a message to the carrier's answer about a part");
  }

  void answered(String link, int status, UUID message, Instant now) {
    if (status == Status.ESME_ROK) {
      submits.labelValues(link, "taken").inc();
      sinceAccept.observe(Duration.between(Ids.timeOf(message), now).toMillis() / 1e3);
    } else {
      boolean permanent = ErrorDictionary.ofCommandStatus(status).permanent();
      submits.labelValues(link, permanent ? "refused" : "put_off").inc();
    }
  }

  void uncertain(String link) {
    submits.labelValues(link, "uncertain").inc();
  }
}
