package io.waybill.dispatch;

import io.waybill.carrier.Link;
import io.waybill.routing.Standing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * How many parts each link has claimed: at most twice its window, so that a crash leaves only so
 * many in doubt. Thread-safe.
 */
final class Seats {
  private final List<Link> links = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> claimed = new HashMap<>();
  private final Map<String, Boolean> backlog = new HashMap<>();

  void add(Link link) {
    links.add(link);
  }

  void remove(Link link) {
    links.remove(link);
  }

  Optional<Link> link(String name) {
    return links.stream().filter(l -> l.settings().name().equals(name)).findFirst();
  }

  List<Link> links() {
    return links;
  }

  /** A new message may not overtake those that wait in the ledger. */
  synchronized Optional<String> takeUnlessBacklog(String carrier, int parts) {
    return backlog.getOrDefault(carrier, false) ? Optional.empty() : take(carrier, parts);
  }

  /** Room for so many parts on the bound link with the most of it. */
  synchronized Optional<String> take(String carrier, int parts) {
    Link best = null;
    int most = 0;
    for (Link link : links) {
      int free = free(link);
      boolean fits = free >= parts || (parts > limit(link) && free == limit(link));
      if (link.settings().carrier().equals(carrier) && fits && free > most) {
        best = link;
        most = free;
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    claimed.merge(best.settings().name(), parts, Integer::sum);
    return Optional.of(best.settings().name());
  }

  synchronized void giveBack(String link, int parts) {
    claimed.merge(link, -parts, Integer::sum);
  }

  /** Free seats on all bound links of a carrier. */
  synchronized int free(String carrier) {
    int free = 0;
    for (Link link : links) {
      if (link.settings().carrier().equals(carrier)) {
        free += free(link);
      }
    }
    return free;
  }

  synchronized void backlog(String carrier, boolean is) {
    backlog.put(carrier, is);
  }

  synchronized boolean backlog(String carrier) {
    return backlog.getOrDefault(carrier, false);
  }

  synchronized int claimed(String link) {
    return claimed.getOrDefault(link, 0);
  }

  private int free(Link link) {
    if (!link.takes()) {
      return 0;
    }
    return Math.max(0, limit(link) - claimed.getOrDefault(link.settings().name(), 0));
  }

  /**
   * Where a rate is agreed, no more wait at the link than go in a quarter of a second: what is
   * claimed cannot be overtaken any more, not even by an account that has waited longest.
   */
  private static int limit(Link link) {
    int limit = 2 * link.settings().window();
    int rate = link.settings().spec().ratePerSecond();
    return rate == 0 ? limit : Math.min(limit, Math.max(1, rate / 4) + link.inWindow());
  }

  /** Whether a carrier has a link that takes messages now. */
  synchronized boolean takes(String carrier) {
    return links.stream()
        .anyMatch(l ->
            l.settings().carrier().equals(carrier)
                && l.standing() == Link.Standing.BOUND
                && isOpen(l));
  }

  /** Whether people let a carrier be used, and one of its links. */
  synchronized boolean isOpen(String carrier) {
    return links.stream().anyMatch(l -> l.settings().carrier().equals(carrier) && isOpen(l));
  }

  private static boolean isOpen(Link link) {
    return link.settings().spec().standing() == Standing.OPEN
        && link.settings().to().standing() == Standing.OPEN;
  }
}
