package io.waybill.admin;

import io.waybill.carrier.Link;
import io.waybill.carrier.WireLog;
import io.waybill.dispatch.Dispatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How links and carriers do at this moment. */
final class Live {
  private final Dispatch dispatch;

  Live(Dispatch dispatch) {
    this.dispatch = dispatch;
  }

  /** Of a link; one that was just made may not be there yet. */
  Map<String, Object> link(String name) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Link link : dispatch.links()) {
      if (link.settings().name().equals(name)) {
        map.put("state", link.standing().name().toLowerCase(Locale.ROOT));
        map.put("last_problem", link.lastProblem());
        map.put("in_window", link.inWindow());
        map.put("claimed", dispatch.claimed(name));
        map.put("slowed_to_per_second", link.slowedTo());
        WireLog wire = link.wire();
        if (wire != null) {
          map.put("wire_log", wire.file().toString());
          map.put("wire_log_until", wire.until().toString());
        }
      }
    }
    return map;
  }

  /** Of a carrier. */
  Map<String, Object> carrier(String name) {
    List<Link> links =
        dispatch.links().stream().filter(l -> l.settings().carrier().equals(name)).toList();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("takes_messages", dispatch.isThere(name));
    map.put("links", links.size());
    map.put("links_bound", links.stream().filter(l -> l.standing() == Link.Standing.BOUND).count());
    return map;
  }
}
