package io.waybill.routing;

import io.waybill.message.ErrorDictionary;
import java.util.Set;

/** What to do with a part that the carrier answered with an error. */
public enum Rule {
  /** Again at this carrier after a while. */
  RETRY,
  /** Again, and everything goes slower for a while: throttled, or its queue is full. */
  SLOW_DOWN,
  /** Try another carrier if there is one and no part was taken yet; else refuse. */
  REROUTE,
  /** Never again. */
  REFUSE;

  /** ESME_RMSGQFUL and ESME_RTHROTTLED (SMPP 3.4 §5.1.3). */
  private static final Set<Integer> TOO_MUCH = Set.of(0x14, 0x58);

  /** What is done where nobody has set a rule: as {@link ErrorDictionary} has it. */
  static Rule usual(int commandStatus) {
    if (TOO_MUCH.contains(commandStatus)) {
      return SLOW_DOWN;
    }
    return ErrorDictionary.ofCommandStatus(commandStatus).permanent() ? REFUSE : RETRY;
  }
}
