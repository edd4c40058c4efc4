package io.waybill.dashboard;

import io.waybill.admin.Live;
import io.waybill.routing.LinkSpec;
import io.waybill.routing.Standing;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A link as pages show it.
 *
 * @param asked what people ask of it: its carrier's standing, or its own if that is open
 * @param byCarrier whether that comes from its carrier
 * @param now how it does; null: it was just made
 */
public record LinkLine(
    LinkSpec spec, Standing asked, boolean byCarrier, State state, Live.@Nullable Now now) {
  /** After so long without a bind a link is called down. */
  static final Duration DOWN_AFTER = Duration.ofSeconds(10);

  private static final int FULL = 100;

  /** How a link stands, in one word. */
  public enum State {
    BOUND("bound", "delivered", Icon.DELIVERED, "Logged in at the carrier and takes messages."),
    BINDING("binding", "sent", Icon.SENT, "Connecting or asking for a bind, for less than 10 s."),
    PAUSED("paused", "rejected", Icon.PAUSE, "Writes nothing because a person said so."),
    DRAINING("draining", "sent", Icon.DRAIN, "Writes what it has been handed, takes nothing new."),
    DOWN("down", "failed", Icon.FAILED, "Not bound for 10 s or more; it keeps trying.");

    private final String word;
    private final String kind;
    private final Icon icon;
    private final String meaning;

    State(String word, String kind, Icon icon, String meaning) {
      this.word = word;
      this.kind = kind;
      this.icon = icon;
      this.meaning = meaning;
    }

    /** As it is read. */
    public String word() {
      return word;
    }

    /** The badge's class. */
    public String kind() {
      return kind;
    }

    /** The badge's picture. */
    public Icon icon() {
      return icon;
    }

    /** One sentence. */
    public String meaning() {
      return meaning;
    }
  }

  /** Puts together what is set and what is so. */
  static LinkLine of(LinkSpec spec, Standing carrier, Live.@Nullable Now now, Instant at) {
    boolean byCarrier = carrier != Standing.OPEN && spec.standing() != Standing.PAUSED;
    Standing asked = byCarrier ? carrier : spec.standing();
    return new LinkLine(spec, asked, byCarrier, state(asked, now, at), now);
  }

  private static State state(Standing asked, Live.@Nullable Now now, Instant at) {
    if (asked != Standing.OPEN) {
      return asked == Standing.PAUSED ? State.PAUSED : State.DRAINING;
    }
    if (now == null) {
      return State.BINDING;
    }
    if (now.isBound()) {
      return State.BOUND;
    }
    return at.isBefore(now.since().plus(DOWN_AFTER)) ? State.BINDING : State.DOWN;
  }

  /** How the connection is, beside the state: {@code bound 5 min}. */
  public String connection(Times times) {
    Live.Now live = now;
    if (live == null) {
      return "is being made";
    }
    return (live.isBound() ? "bound for " : "not bound for ") + Figures.since(times, live.since());
  }

  /** How much of the window is taken, in percent. */
  public int windowUse() {
    return now == null ? 0 : Math.min(FULL, now.inWindow() * FULL / spec.window());
  }

  /** How much of the agreed rate was used in the last second, in percent; 0 without a bound. */
  public int rateUse() {
    return now == null || spec.ratePerSecond() == 0
        ? 0
        : Math.min(FULL, now.sentLastSecond() * FULL / spec.ratePerSecond());
  }
}
