package io.waybill.carrier;

import io.waybill.routing.Carrier;
import io.waybill.routing.LinkSpec;
import io.waybill.routing.Standing;
import java.time.Duration;

/** What a link is made from: how it is set, its bind's password, and the carrier it leads to. */
public record LinkSettings(LinkSpec spec, String password, Carrier to) {
  public String name() {
    return spec.name();
  }

  public String carrier() {
    return spec.carrier();
  }

  String host() {
    return spec.host();
  }

  int port() {
    return spec.port();
  }

  /** See {@link LinkSpec#window}. */
  public int window() {
    return spec.window();
  }

  Duration enquireLink() {
    return spec.enquireLink();
  }

  Duration answerWithin() {
    return spec.answerWithin();
  }

  /** What a person has asked of it: of the link itself and of its carrier, whichever is less. */
  public Standing asked() {
    Standing own = spec.standing();
    return own.compareTo(to.standing()) > 0 ? own : to.standing();
  }

  @Override
  public String toString() {
    return name() + " (" + spec.systemId() + "@" + host() + ":" + port() + ")";
  }
}
