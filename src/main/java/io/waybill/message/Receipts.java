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
    boolean news = isNews(part.phase(), said);
    if (news) {
      draft.set(part.in(said, number(receipt)));
    }
    String sameness = receipt.sameness(number);
    boolean same = sameness.equals(draft.lastReceipt);
    draft.lastReceipt = sameness;
    draft.lastReceiptCount = same ? draft.lastReceiptCount + 1 : 1;
    boolean full = draft.seq() >= Lifecycle.ENTRIES_MAX && !receipt.word().phase().isTakenFinal();
    if (!news) {
      draft.count(Effect.What.RECEIPT_LATE);
      if (full || draft.lastReceiptCount > Lifecycle.SAME_RECEIPTS_MAX) {
        return true;
      }
    } else if (!full) {
      Lifecycle.settle(draft, at);
    }
    Map<String, Object> details = new HashMap<>();
    details.put("part", number);
    details.put("stat", receipt.word().name());
    details.put("carrier_id", receipt.carrierId());
    details.put("raw", receipt.raw());
    if (receipt.err() != null) {
      details.put("carrier_err", receipt.err());
    }
    if (!news) {
      details.put("late", true);
    }
    draft.entry(at, "receipt", details);
    return true;
  }

  private static boolean isNews(Part.Phase known, Part.Phase said) {
    boolean sideways = said.rank() == known.rank() && said != known && !said.isTakenFinal();
    return said.rank() > known.rank() || sideways;
  }

  /** Carriers write three digits or hexadecimal vendor codes; what is no number counts as 0. */
  private static int number(Receipt receipt) {
    String err = receipt.err();
    return err != null && err.matches("\\d{1,9}") ? Integer.parseInt(err) : 0;
  }
}
