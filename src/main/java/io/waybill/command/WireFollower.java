package io.waybill.command;

import io.waybill.carrier.Link;
import io.waybill.carrier.WireLog;
import io.waybill.dispatch.Dispatch;
import io.waybill.store.WireOrders.Order;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins and ends wire logs as operators ask for them. */
final class WireFollower {
  private static final Logger LOG = LoggerFactory.getLogger(WireFollower.class);

  private final Dispatch dispatch;
  private final InstantSource clock;
  private final Map<String, Begun> begun = new HashMap<>();

  /** An order that was carried out, and at which link: one that is made anew is another. */
  private record Begun(Instant askedAt, Link link) {}

  WireFollower(Dispatch dispatch, InstantSource clock) {
    this.dispatch = dispatch;
    this.clock = clock;
  }

  /**
   * Begins what is new, ends what is not wanted any more. To be called after links changed, too.
   */
  synchronized void follow(List<Order> orders) {
    Map<String, Link> links = new HashMap<>();
    dispatch.links().forEach(link -> links.put(link.settings().name(), link));
    Set<String> wanted = new HashSet<>();
    for (Order order : orders) {
      wanted.add(order.link());
      Link link = links.get(order.link());
      Begun last = begun.get(order.link());
      boolean isNew =
          last == null || !last.askedAt().equals(order.askedAt()) || last.link() != link;
      if (link != null && isNew && begin(order)) {
        begun.put(order.link(), new Begun(order.askedAt(), link));
      }
    }
    for (String link : Set.copyOf(begun.keySet())) {
      if (!wanted.contains(link)) {
        begun.remove(link);
        dispatch.endWireLog(link);
      }
    }
  }

  /** False if it is to be tried again. */
  private boolean begin(Order order) {
    Duration left = Duration.between(clock.instant(), order.until());
    Duration time = left.compareTo(WireLog.LONGEST) > 0 ? WireLog.LONGEST : left;
    if (!time.isPositive()) {
      return true;
    }
    try {
      dispatch
          .wireLog(order.link(), time, order.texts())
          .ifPresent(log -> LOG.info("wire log of link {}: {}", order.link(), log.file()));
      return true;
    } catch (IOException e) {
      LOG.warn("link {} cannot be written down: {}", order.link(), e.getMessage());
      return false;
    }
  }
}
