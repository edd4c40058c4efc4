package io.waybill.dispatch;

import java.util.UUID;

/** Asked about a part that its carrier does not take and whose rule says {@code reroute}. */
@FunctionalInterface
public interface Rerouting {
  /** Nothing ever goes elsewhere: such parts are refused. */
  Rerouting NEVER = (_, _, _, _) -> false;

  /**
   * Whether the message will be looked at for another carrier: then the part is put off, else it is
   * refused. Called on a link's reading thread, so it must not wait.
   *
   * @param commandStatus the carrier's answer (SMPP 3.4 §5.1.3)
   */
  boolean looksElsewhere(UUID message, int part, String carrier, int commandStatus);
}
