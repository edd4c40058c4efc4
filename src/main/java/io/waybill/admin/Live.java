package io.waybill.admin;

import io.waybill.carrier.Link;
import io.waybill.carrier.WireLog;
import io.waybill.dispatch.Dispatch;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How links and carriers do at this moment, for the API and for pages. */
public final class Live {
  private final Dispatch dispatch;

  /** Of the links of this step. */
  public Live(Dispatch dispatch) {
    this.dispatch = dispatch;
  }

  /**
   * A link at this moment.
   *
   * @param isBound whether it is bound; else it connects, or asks for a bind
   * @param since since when it is so
   * @param inWindow submits whose outcome is not recorded
   * @param claimed parts that it has been handed and that are not answered
   * @param sentLastSecond submits written in the last whole second
   * @param slowedTo submits a second that it allows itself after throttling; 0: not slowed down
   * @param throttledAt when the carrier last said that it was too much; null: not since the start
   * @param enquiredAt when an enquire_link was last asked or answered by the carrier; null: not
   *     since the start
   * @param troubles what went wrong last, newest first
   */
  public record Now(
      boolean isBound,
      Instant since,
      int inWindow,
      int claimed,
      int sentLastSecond,
      double slowedTo,
      @Nullable Instant throttledAt,
      @Nullable Instant enquiredAt,
      List<Trouble> troubles) {}

  /**
   * Something that went wrong.
   *
   * @param at when it happened last
   * @param times how often in a row
   */
  public record Trouble(Instant at, String what, long times) {}

  /** Of a link; empty for one that was just made and is not there yet. */
  public Optional<Now> now(String name) {
    return find(name).map(this::now);
  }

  private Optional<Link> find(String name) {
    return dispatch.links().stream().filter(l -> l.settings().name().equals(name)).findFirst();
  }

  private Now now(Link link) {
    return new Now(
        link.standing() == Link.Standing.BOUND,
        link.since(),
        link.inWindow(),
        dispatch.claimed(link.settings().name()),
        link.sentLastSecond(),
        link.slowedTo(),
        link.throttledAt(),
        link.enquiredAt(),
        link.troubles().stream().map(t -> new Trouble(t.at(), t.what(), t.times())).toList());
  }

  /** Whether a carrier takes messages now, or did so less than ten seconds ago. */
  public boolean takes(String carrier) {
    return dispatch.isThere(carrier);
  }

  /** Of a link, as the API shows it. */
  Map<String, Object> link(String name) {
    Map<String, Object> map = new LinkedHashMap<>();
    Link link = find(name).orElse(null);
    if (link == null) {
      return map;
    }
    Now now = now(link);
    map.put("state", link.standing().name().toLowerCase(Locale.ROOT));
    map.put("since", now.since().toString());
    map.put("last_problem", link.lastProblem());
    map.put("in_window", now.inWindow());
    map.put("claimed", now.claimed());
    map.put("sent_last_second", now.sentLastSecond());
    map.put("slowed_to_per_second", now.slowedTo());
    map.put("throttled_at", text(now.throttledAt()));
    map.put("last_enquire_link_at", text(now.enquiredAt()));
    WireLog wire = link.wire();
    if (wire != null) {
      map.put("wire_log", wire.file().toString());
      map.put("wire_log_until", wire.until().toString());
    }
    return map;
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }

  /** Of a carrier, as the API shows it. */
  Map<String, Object> carrier(String name) {
    List<Link> links =
        dispatch.links().stream().filter(l -> l.settings().carrier().equals(name)).toList();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("takes_messages", takes(name));
    map.put("links", links.size());
    map.put("links_bound", links.stream().filter(l -> l.standing() == Link.Standing.BOUND).count());
    return map;
  }
}
