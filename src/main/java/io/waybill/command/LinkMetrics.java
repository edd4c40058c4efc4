package io.waybill.command;

import io.waybill.carrier.Link;
import io.waybill.dispatch.Dispatch;
import io.waybill.ops.Metrics;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the metrics tell of each link. */
final class LinkMetrics {
  private LinkMetrics() {}

  static void register(Metrics metrics, Dispatch dispatch) {
    gauge(
        metrics,
        dispatch,
        "waybill_link_bound",
        "1 while the link is bound",
        l -> l.standing() == Link.Standing.BOUND ? 1 : 0);
    gauge(
        metrics,
        dispatch,
        "waybill_link_in_window",
        "Submits whose outcome is not recorded",
        Link::inWindow);
    gauge(
        metrics,
        dispatch,
        "waybill_link_claimed",
        "Parts claimed for the link and not answered",
        l -> dispatch.claimed(l.settings().name()));
    gauge(
        metrics,
        dispatch,
        "waybill_link_slowed_to",
        "Submits a second that the link allows itself after throttling; 0: not slowed down",
        Link::slowedTo);
  }

  private static void gauge(
      Metrics metrics, Dispatch dispatch, String name, String help, ToDoubleFunction<Link> value) {
    metrics.gauge(
        name,
        help,
        "link",
        () -> {
          Map<String, Double> values = new HashMap<>();
          dispatch.links().forEach(l -> values.put(l.settings().name(), value.applyAsDouble(l)));
          return values;
        });
  }
}
