package io.waybill.dashboard;

import io.waybill.store.AdminStore.Refused;
import io.waybill.store.Campaign;
import io.waybill.store.Campaign.Content;
import io.waybill.store.Campaigns.Draft;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What would become of a draft, before anything is sent: who gets it, who not, what it costs. */
public final class SendCheckPages {
  private static final String PATH = SendPages.PATH + "/{campaign}";

  private final SendDesk desk;
  private final SendDrafts drafts;
  private final SendTrials trials;

  public SendCheckPages(SendDesk desk) {
    this.desk = desk;
    drafts = new SendDrafts(desk);
    trials = new SendTrials(desk, drafts);
  }

  /**
   * What the page shows.
   *
   * @param column where the numbers are
   * @param blocks why it cannot be sent as it is
   * @param balance what is left on the account; null: it is not limited
   * @param testId of the next test
   */
  public record View(
      Campaign draft,
      ListText.Table table,
      int column,
      SendPlan.Summary plan,
      List<String> blocks,
      @Nullable BigDecimal balance,
      SendTrials.Trials tests,
      String testId) {
    /** What is handed back with the press of Send: what was looked at. */
    public long seen() {
      return draft.changedAt().toEpochMilli();
    }

    /** The first rows, to choose the column by. */
    public List<ListText.Row> first() {
      return table.rows().subList(0, Math.min(4, table.rows().size()));
    }

    /** Countries to choose from, by name. */
    public List<SendCountries.Country> countries() {
      return SendCountries.ALL;
    }

    /** Whether the price of everything is more than what is left. */
    public boolean isBeyondBalance() {
      return balance != null && plan.price().compareTo(balance) > 0;
    }
  }

  /** All of them. */
  public List<Page> pages() {
    return List.of(
        SendPages.here(Page.get(PATH, Need.SENDER, this::show)),
        SendPages.here(Page.get(PATH + "/tests", Need.SENDER, trials::follow)),
        SendPages.here(Page.get(PATH + "/problems", Need.SENDER, this::problems)),
        SendPages.here(Page.post(PATH + "/column", Need.SENDER, this::column)),
        SendPages.here(Page.post(PATH + "/start", Need.SENDER, this::start)),
        SendPages.here(Page.post(PATH + "/test", Need.SENDER, trials::send)),
        SendPages.here(Page.post(PATH + "/discard", Need.SENDER, this::discard)));
  }

  private Reply show(Visit visit) throws SQLException {
    Optional<Campaign> found = drafts.find(visit);
    if (!SendDrafts.isDraft(found)) {
      return SendDrafts.elsewhere(found);
    }
    Campaign draft = found.get();
    Optional<ListText.Table> table = drafts.table(draft);
    if (table.isEmpty()) {
      return Reply.to(SendPages.PATH + "?draft=" + draft.id());
    }
    SendPlan.Summary plan = drafts.plan(draft, table.get(), line -> {}, problem -> {});
    return Reply.page(
        "check",
        new View(
            draft,
            table.get(),
            draft.content().column() >= 0 ? draft.content().column() : table.get().guess(),
            plan,
            blocks(draft, plan, visit.now()),
            desk.byHand().balance(draft.accountId()).orElse(null),
            trials.of(draft),
            UUID.randomUUID().toString()));
  }

  private List<String> blocks(Campaign draft, SendPlan.Summary plan, Instant now) {
    List<String> blocks = new ArrayList<>();
    if (!plan.unknown().isEmpty()) {
      blocks.add(
          "The text has {%s}, but the list has no such column: change the text."
              .formatted(String.join("}, {", plan.unknown())));
    }
    if (plan.good() == 0) {
      blocks.add("No line of the list can be sent to: see below what is wrong with each.");
    }
    Instant time = draft.content().timeToSend();
    if (time != null && !time.isAfter(now)) {
      blocks.add("Its time is over: choose a later one, or send now.");
    }
    if (desk.byHand().balance(draft.accountId()).filter(b -> b.signum() <= 0).isPresent()) {
      blocks.add("Nothing is left of the balance, so every message would be rejected.");
    }
    if (draft.text() == null) {
      blocks.add("Its text is no longer kept: write it again.");
    }
    return blocks;
  }

  private Reply problems(Visit visit) throws SQLException, Refused {
    Optional<Campaign> found = drafts.find(visit);
    if (!SendDrafts.isDraft(found)) {
      return SendDrafts.elsewhere(found);
    }
    Campaign draft = found.get();
    Optional<ListText.Table> table = drafts.table(draft);
    if (table.isEmpty()) {
      return Reply.notFound();
    }
    desk.note(visit, "download problems of", draft.content().name());
    return new Reply.Download(
        "waybill-problems.csv",
        CsvLine.TYPE,
        out -> {
          // First all of it: whoever reads slowly must not keep others' lists waiting.
          StringBuilder lines =
              new StringBuilder("\uFEFF")
                  .append(CsvLine.of("line", "recipient", "problem", "what to do"));
          var _ =
              drafts.plan(
                  draft,
                  table.get(),
                  line -> {},
                  p ->
                      lines.append(
                          CsvLine.of(
                              Integer.toString(p.line()),
                              p.written(),
                              p.trouble().title(),
                              p.why())));
          out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        });
  }

  private Reply column(Visit visit) throws SQLException, Refused {
    Optional<Campaign> found = drafts.find(visit);
    if (!SendDrafts.isDraft(found)) {
      return SendDrafts.elsewhere(found);
    }
    Campaign draft = found.get();
    String column = visit.field("column");
    String country = visit.field("country");
    Optional<ListText.Table> table = drafts.table(draft);
    if (table.isEmpty()
        || !column.matches("\\d{1,2}")
        || Integer.parseInt(column) >= table.get().names().size()
        || !country.matches("([A-Z]{2})?")) {
      throw new Refused("Choose one of the columns of the list.");
    }
    Content content = with(draft.content(), Integer.parseInt(column), country);
    String text = draft.text() == null ? "" : draft.text();
    var _ =
        desk.campaigns()
            .save(
                new Draft(
                    draft.id(), draft.accountId(), draft.person(), content, text, null, null));
    return Reply.to(SendPages.PATH + "/" + draft.id());
  }

  static Content with(Content c, int column, String country) {
    return new Content(
        c.name(),
        c.sender(),
        c.autoconvert(),
        c.priority(),
        c.timeToSend(),
        c.zone(),
        country,
        column);
  }

  private Reply start(Visit visit) throws SQLException, Refused {
    Optional<Campaign> found = drafts.find(visit);
    if (!SendDrafts.isDraft(found)) {
      return SendDrafts.elsewhere(found);
    }
    String seen = visit.field("seen");
    if (!seen.matches("\\d{1,15}")
        || Long.parseLong(seen) != found.get().changedAt().toEpochMilli()) {
      return Reply.to(
          SendPages.PATH + "/" + found.get().id(),
          "The draft was changed meanwhile: look at it again.");
    }
    return start(visit, found.get());
  }

  /** Sends a lone message that nothing is wrong with; shows what is wrong otherwise. */
  Reply startIfClean(Visit visit, Campaign draft) throws SQLException, Refused {
    Optional<ListText.Table> table = drafts.table(draft);
    if (table.isEmpty()) {
      return Reply.notFound();
    }
    SendPlan.Summary plan = drafts.plan(draft, table.get(), line -> {}, problem -> {});
    return plan.leftOut() == 0 && blocks(draft, plan, visit.now()).isEmpty()
        ? start(visit, draft)
        : Reply.to(SendPages.PATH + "/" + draft.id());
  }

  private Reply start(Visit visit, Campaign draft) throws SQLException, Refused {
    Optional<ListText.Table> table = drafts.table(draft);
    if (table.isEmpty()) {
      return SendDrafts.elsewhere(drafts.find(visit));
    }
    SendPlan.Summary plan = drafts.plan(draft, table.get(), line -> {}, problem -> {});
    List<String> blocks = blocks(draft, plan, visit.now());
    if (!blocks.isEmpty()) {
      throw new Refused(String.join(" ", blocks));
    }
    boolean isStarted =
        desk.campaigns()
            .start(
                draft.accountId(),
                draft.id(),
                draft.changedAt(),
                desk.byHand().contentDays(draft.accountId()),
                lines -> {
                  var _ = drafts.plan(draft, table.get(), lines, problem -> {});
                });
    String path = CampaignPages.PATH + "/" + draft.id();
    if (!isStarted) {
      return Reply.to(path);
    }
    desk.wake().run();
    desk.note(visit, "send", draft.content().name());
    return Reply.to(path, Figures.of(plan.good(), "message") + " on the way.");
  }

  private Reply discard(Visit visit) throws SQLException, Refused {
    Optional<Campaign> found = drafts.find(visit);
    if (!SendDrafts.isDraft(found)
        || !desk.campaigns().discard(visit.account().id(), found.get().id())) {
      return SendDrafts.elsewhere(found);
    }
    desk.note(visit, "discard", found.get().content().name());
    return Reply.to(SendPages.PATH, "The draft is discarded. Nothing was sent.");
  }
}
