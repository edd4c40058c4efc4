package io.waybill.webhook;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.waybill.message.Entry.Report;
import io.waybill.message.Event.Answer;
import io.waybill.ops.Metrics;
import io.waybill.store.EndpointStore.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** What this step counts and times. */
final class Measures {
  private static final double MILLIS_PER_SECOND = 1000;

  private final Counter outcomes;
  private final Histogram request;
  private final Histogram sinceReport;
  private final AtomicLong waitingInLedger = new AtomicLong();

  Measures(Metrics metrics, Endpoints endpoints, Backlogs backlogs) {
    outcomes =
        metrics.counter(
            "waybill_callbacks_total",
            "Callbacks that ended: told, will_retry, held or given_up.",
            "outcome");
    request =
        metrics.latency("waybill_callback_request_seconds", "One request to an endpoint, in all.");
    sinceReport =
        metrics.latency(
            "waybill_callback_since_report_seconds",
            "From a change of status to the endpoint's good answer.");
    metrics.gauge("waybill_callbacks_in_memory", "Callbacks held in memory.", endpoints::held);
    metrics.gauge(
        "waybill_callbacks_in_flight", "Requests to endpoints right now.", endpoints::inFlight);
    metrics.gauge(
        "waybill_callbacks_unrecorded",
        "Callbacks that ended but are not yet recorded.",
        endpoints::unrecorded);
    metrics.gauge(
        "waybill_callback_endpoints_down",
        "Endpoints that failed ten times in a row.",
        () -> endpoints.standing(Standing.DOWN));
    metrics.gauge(
        "waybill_callback_endpoints_stopped",
        "Endpoints that are not called before somebody resumes them.",
        () -> endpoints.standing(Standing.STOPPED));
    metrics.gauge(
        "waybill_callback_endpoints_full",
        "Endpoints with so many reports waiting that new messages are refused.",
        backlogs::full);
    metrics.gauge(
        "waybill_callbacks_waiting_in_ledger",
        "Reports that wait in the ledger for room or another try, as of some seconds ago.",
        waitingInLedger::get);
  }

  void ended(Report report, Answer answer, Instant at) {
    String failed = answer.retryAt() == null ? "given_up" : answer.held() ? "held" : "will_retry";
    String outcome = answer.succeeded() ? "told" : failed;
    outcomes.labelValues(outcome).inc();
    request.observe(answer.millis() / MILLIS_PER_SECOND);
    if (answer.succeeded()) {
      long millis = Duration.between(report.at(), at).toMillis();
      sinceReport.observe(Math.max(0, millis) / MILLIS_PER_SECOND);
    }
  }

  void waitingInLedger(long count) {
    waitingInLedger.set(count);
  }
}
