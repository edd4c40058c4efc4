package io.waybill.message;

import java.util.Set;

/**
 * What our own rules have against sending a message that was accepted: it is REJECTED, and no
 * carrier ever sees it (design 4, Accept or refuse).
 *
 * @param err the contract's number (1.4): 4 no credit, 6 identical, 7 sender, 8 blacklist
 * @param why for the timeline, in a few words
 */
public record Objection(int err, String why) {
  private static final Set<Integer> ERRS = Set.of(4, 6, 7, 8);

  /** The account has a balance, and nothing is left of it. */
  public static final Objection NO_CREDIT = new Objection(4, "no credit is left on the account");

  public Objection {
    if (!ERRS.contains(err)) {
      throw new IllegalArgumentException("our own rules have no err " + err);
    }
  }

  /** Whether what ended so is not charged: then it has no price to tell (contract 1.4). */
  public static boolean isFree(Status status, int err) {
    return status == Status.REJECTD && ERRS.contains(err);
  }
}
