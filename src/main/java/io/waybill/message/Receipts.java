package io.waybill.message;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What receipts do to a message: the {@link Lifecycle}'s part that reads them. */
final class Receipts {
  private Receipts() {}

  static boolean came(Draft draft, Instant at, int number, Receipt receipt) {
    Part part = draft.was().part(number);
    Part.Phase said = receipt.word().phase();
    boolean news = false;
    for (Part meant : draft.was().parts()) {
      boolean same = meant.number() == number || isOneWith(meant, part);
      if (same && isNews(meant.phase(), said, isFull(draft))) {
        draft.set(meant.in(said, receipt.code()));
        news = true;
      }
    }
    boolean worthALine = heard(draft, receipt.sameness(number), news);
    if (news) {
      Lifecycle.settle(draft, at);
    }
    if (!worthALine) {
      return true;
    }
    Map<String, Object> details = new HashMap<>();
    details.put("part", number);
    details.put("stat", receipt.word().name());
    details.put("carrier_id", receipt.carrierId());
    details.put("raw", receipt.raw());
    if (receipt.err() != null) {
      details.put("carrier_err", receipt.err());
    }
    if (receipt.assignedBy() != null) {
      details.put("assigned_by", receipt.assignedBy());
    }
    if (!news) {
      details.put("late", true);
    }
    draft.entry(at, "receipt", details);
    return true;
  }

  /** Some carriers take a long text whole, or give one id for all of its parts. */
  private static boolean isOneWith(Part other, Part part) {
    String id = part.carrierId();
    return id != null && !id.isEmpty() && id.equals(other.carrierId());
  }

  static boolean seen(Draft draft, Instant at) {
    boolean news = draft.move(State.READ, By.CARRIER, State.READ.usualErr(), at);
    if (heard(draft, "seen", news)) {
      draft.entry(at, "seen", news ? Map.of() : Map.of("late", true));
    }
    return true;
  }

  /** Counts what was said again; returns whether the timeline is to have a line of it. */
  private static boolean heard(Draft draft, String sameness, boolean news) {
    boolean same = sameness.equals(draft.lastReceipt);
    draft.lastReceipt = sameness;
    draft.lastReceiptCount = same ? draft.lastReceiptCount + 1 : 1;
    if (news) {
      return true;
    }
    draft.count(Effect.What.RECEIPT_LATE);
    return !isFull(draft) && draft.lastReceiptCount <= Lifecycle.SAME_RECEIPTS_MAX;
  }

  private static boolean isFull(Draft draft) {
    return draft.seq() >= Lifecycle.ENTRIES_MAX;
  }

  /** What says more is always news; to and fro on one rank only until the timeline is full. */
  private static boolean isNews(Part.Phase known, Part.Phase said, boolean full) {
    boolean sideways = said.rank() == known.rank() && said != known && !said.isTakenFinal();
    return said.rank() > known.rank() || (sideways && !full);
  }
}
