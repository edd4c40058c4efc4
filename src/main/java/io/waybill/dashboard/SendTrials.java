package io.waybill.dashboard;

import io.waybill.store.AdminStore.Refused;
import io.waybill.store.Campaign;
import io.waybill.store.Campaign.Content;
import io.waybill.store.Campaign.Counts;
import io.waybill.store.Campaigns.Draft;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Tests of a draft: one message each, to a phone of who sends. */
public final class SendTrials {
  private final SendDesk desk;
  private final SendDrafts drafts;

  SendTrials(SendDesk desk, SendDrafts drafts) {
    this.desk = desk;
    this.drafts = drafts;
  }

  /**
   * A test of the draft.
   *
   * @param counts how its one message stands
   */
  public record Trial(Campaign campaign, Counts counts) {}

  /** Tests of a draft, for the part that follows them. */
  public record Trials(UUID draft, List<Trial> tests) {
    /** Whether one of them is still on its way. */
    public boolean isLive() {
      return tests.stream().anyMatch(t -> !t.campaign.isOver());
    }
  }

  /** Those of a draft. */
  Trials of(Campaign draft) throws SQLException {
    List<Campaign> tests = desk.campaigns().tests(draft.accountId(), draft.id());
    Map<UUID, Counts> counts = desk.campaigns().counts(tests.stream().map(Campaign::id).toList());
    return new Trials(
        draft.id(),
        tests.stream()
            .map(t -> new Trial(t, counts.getOrDefault(t.id(), new Counts(Map.of()))))
            .toList());
  }

  /** The part of the page that follows them. */
  Reply follow(Visit visit) throws SQLException {
    Optional<Campaign> found = drafts.find(visit);
    if (found.isEmpty()) {
      return Reply.notFound();
    }
    for (Trial test : of(found.get()).tests) {
      if (!test.campaign.isOver()) {
        desk.look(test.campaign.id(), false, visit.now());
      }
    }
    return new Reply.Part("send/tests", of(found.get()));
  }

  /** One message, with the text as the first recipient would get it. */
  Reply send(Visit visit) throws SQLException, Refused {
    Optional<Campaign> found = drafts.find(visit);
    if (!SendDrafts.isDraft(found)) {
      return SendDrafts.elsewhere(found);
    }
    Campaign draft = found.get();
    Optional<ListText.Table> table = drafts.table(draft);
    Optional<UUID> id = CampaignPages.id(visit.field("test_id"));
    if (table.isEmpty() || id.isEmpty()) {
      throw new Refused("This form is not whole: reload the page and try again.");
    }
    if (!(RecipientNumber.read(visit.field("number"), draft.content().country())
        instanceof RecipientNumber.Read.Good(var phone))) {
      throw new Refused("A test needs a number with + and country code.");
    }
    SendPlan.Summary plan = drafts.plan(draft, table.get(), line -> {}, problem -> {});
    String text = plan.samples().isEmpty() ? draft.text() : plan.samples().getFirst().text();
    Content c = draft.content();
    Content content =
        new Content(
            cut("Test of " + c.name()),
            c.sender(),
            c.autoconvert(),
            c.priority(),
            null,
            c.zone(),
            "",
            -1);
    Draft test =
        new Draft(
            id.get(),
            draft.accountId(),
            visit.person().email(),
            content,
            text == null ? "" : text,
            phone.e164(),
            draft.id());
    if (desk.campaigns().save(test)) {
      Campaign kept = desk.campaigns().find(draft.accountId(), id.get()).orElseThrow();
      boolean isStarted =
          desk.campaigns()
              .start(
                  draft.accountId(),
                  id.get(),
                  kept.changedAt(),
                  desk.byHand().contentDays(draft.accountId()),
                  lines -> lines.accept(new Campaign.Line(1, phone.e164(), null, null)));
      if (isStarted) {
        desk.wake().run();
        desk.note(visit, "send a test of", c.name());
      }
    }
    return Reply.to(
        SendPages.PATH + "/" + draft.id(), "A test is on its way to " + phone.e164() + ".");
  }

  private static String cut(String name) {
    return name.length() > 100 ? name.substring(0, 99) + "…" : name;
  }
}
