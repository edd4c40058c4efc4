package io.waybill.command;

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
  private final Map<String, Instant> begun = new HashMap<>();

  WireFollower(Dispatch dispatch, InstantSource clock) {
    this.dispatch = dispatch;
    this.clock = clock;
  }

  /** Begins what is new, ends what is not wanted any more. */
  synchronized void follow(List<Order> orders) {
    Set<String> wanted = new HashSet<>();
    for (Order order : orders) {
      wanted.add(order.link());
      if (!order.askedAt().equals(begun.put(order.link(), order.askedAt()))) {
        begin(order);
      }
    }
    for (String link : Set.copyOf(begun.keySet())) {
      if (!wanted.contains(link)) {
        begun.remove(link);
        dispatch.endWireLog(link);
      }
    }
  }

  private void begin(Order order) {
    Duration left = Duration.between(clock.instant(), order.until());
    Duration time = left.compareTo(WireLog.LONGEST) > 0 ? WireLog.LONGEST : left;
    if (!time.isPositive()) {
      return;
    }
    try {
      dispatch
          .wireLog(order.link(), time, order.texts())
          .ifPresent(log -> LOG.info("wire log of link {}: {}", order.link(), log.file()));
    } catch (IOException e) {
      LOG.warn("link {} cannot be written down: {}", order.link(), e.getMessage());
    }
  }
}
