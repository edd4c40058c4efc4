package io.waybill.dashboard;

import io.waybill.store.Campaign;
import io.waybill.store.Campaign.Stage;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Drafts with their lists, for the pages that look at them. */
record SendDrafts(SendDesk desk) {
  /** Lists are long: so many are gone through at a time, in the whole process. */
  private static final Semaphore PLANNING = new Semaphore(2, true);

  /** The one that is asked for. */
  Optional<Campaign> find(Visit visit) throws SQLException {
    Optional<UUID> id = CampaignPages.id(visit.call().path("campaign"));
    return id.isEmpty() ? Optional.empty() : desk.campaigns().find(visit.account().id(), id.get());
  }

  /** The list of a draft; empty if it is gone. */
  Optional<ListText.Table> table(Campaign draft) throws SQLException {
    Optional<String> list = desk.campaigns().list(draft.accountId(), draft.id());
    return list.isPresent() && ListText.read(list.get()) instanceof ListText.Read.Good(var table)
        ? Optional.of(table)
        : Optional.empty();
  }

  /** Who came after it was sent is led to what became of it. */
  static Reply elsewhere(Optional<Campaign> found) {
    return found.isEmpty()
        ? Reply.notFound()
        : Reply.to(CampaignPages.PATH + "/" + found.get().id());
  }

  /** Whether nothing of it was sent. */
  static boolean isDraft(Optional<Campaign> found) {
    return found.isPresent() && found.get().stage() == Stage.DRAFT;
  }

  /** Goes through its list. */
  SendPlan.Summary plan(
      Campaign draft,
      ListText.Table table,
      Consumer<Campaign.Line> lines,
      Consumer<SendPlan.Problem> wrong) {
    PLANNING.acquireUninterruptibly();
    try {
      return SendPlan.of(desk.byHand(), draft, table, lines, wrong);
    } finally {
      PLANNING.release();
    }
  }
}
