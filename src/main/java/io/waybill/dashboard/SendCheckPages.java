package io.waybill.dashboard;

import io.waybill.store.AdminStore.Refused;
import io.waybill.store.Campaign;
import io.waybill.store.Campaign.Content;
import io.waybill.store.Campaign.Counts;
import io.waybill.store.Campaign.Stage;
import io.waybill.store.Campaigns.Draft;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What would become of a draft, before anything is sent: who gets it, who not, what it costs. */
public final class SendCheckPages {
  private static final String PATH = SendPages.PATH + "/{campaign}";

  /** Lists are long: so many are gone through at a time, in the whole process. */
  private static final Semaphore PLANNING = new Semaphore(2, true);

  private final SendDesk desk;

  public SendCheckPages(SendDesk desk) {
    this.desk = desk;
  }

  /**
   * A test of the draft.
   *
   * @param counts how its one message stands
   */
  public record Test(Campaign campaign, Counts counts) {}

  /** Tests of a draft, for the part that follows them. */
  public record Tests(UUID draft, List<Test> tests) {
    /** Whether one of them is still on its way. */
    public boolean isLive() {
      return tests.stream().anyMatch(t -> !t.campaign.isOver());
    }
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
      Tests tests,
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
        SendPages.here(Page.get(PATH + "/tests", Need.SENDER, this::tests)),
        SendPages.here(Page.get(PATH + "/problems", Need.SENDER, this::problems)),
        SendPages.here(Page.post(PATH + "/column", Need.SENDER, this::column)),
        SendPages.here(Page.post(PATH + "/start", Need.SENDER, this::start)),
        SendPages.here(Page.post(PATH + "/test", Need.SENDER, this::test)),
        SendPages.here(Page.post(PATH + "/discard", Need.SENDER, this::discard)));
  }

  private Optional<Campaign> find(Visit visit) throws SQLException {
    Optional<UUID> id = CampaignPages.id(visit.call().path("campaign"));
    return id.isEmpty()
        ? Optional.empty()
        : desk.campaigns().find(visit.account().id(), id.get());
  }

  private Optional<ListText.Table> table(Campaign draft) throws SQLException {
    Optional<String> list = desk.campaigns().list(draft.accountId(), draft.id());
    return list.isPresent() && ListText.read(list.get()) instanceof ListText.Read.Good(var table)
        ? Optional.of(table)
        : Optional.empty();
  }

  /** Who came after it was sent is led to what became of it. */
  private static Reply elsewhere(Optional<Campaign> found) {
    return found.isEmpty()
        ? Reply.notFound()
        : Reply.to(CampaignPages.PATH + "/" + found.get().id());
  }

  private static boolean isDraft(Optional<Campaign> found) {
    return found.isPresent() && found.get().stage() == Stage.DRAFT;
  }

  private SendPlan.Summary plan(
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

  private Reply show(Visit visit) throws SQLException {
    Optional<Campaign> found = find(visit);
    if (!isDraft(found)) {
      return elsewhere(found);
    }
    Campaign draft = found.get();
    Optional<ListText.Table> table = table(draft);
    if (table.isEmpty()) {
      return Reply.to(SendPages.PATH + "?draft=" + draft.id());
    }
    SendPlan.Summary plan = plan(draft, table.get(), line -> {}, problem -> {});
    return Reply.page(
        "check",
        new View(
            draft,
            table.get(),
            draft.content().column() >= 0 ? draft.content().column() : table.get().guess(),
            plan,
            blocks(draft, plan, visit.now()),
            desk.byHand().balance(draft.accountId()).orElse(null),
            tests(draft),
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

  private Tests tests(Campaign draft) throws SQLException {
    List<Campaign> tests = desk.campaigns().tests(draft.accountId(), draft.id());
    Map<UUID, Counts> counts = desk.campaigns().counts(tests.stream().map(Campaign::id).toList());
    return new Tests(
        draft.id(),
        tests.stream()
            .map(t -> new Test(t, counts.getOrDefault(t.id(), new Counts(Map.of()))))
            .toList());
  }

  private Reply tests(Visit visit) throws SQLException {
    Optional<Campaign> found = find(visit);
    if (found.isEmpty()) {
      return Reply.notFound();
    }
    for (Test test : tests(found.get()).tests) {
      if (!test.campaign.isOver()) {
        desk.look(test.campaign.id(), false, visit.now());
      }
    }
    return new Reply.Part("send/tests", tests(found.get()));
  }

  private Reply problems(Visit visit) throws SQLException, Refused {
    Optional<Campaign> found = find(visit);
    if (!isDraft(found)) {
      return elsewhere(found);
    }
    Campaign draft = found.get();
    Optional<ListText.Table> table = table(draft);
    if (table.isEmpty()) {
      return Reply.notFound();
    }
    desk.note(visit, "download problems of", draft.content().name());
    return new Reply.Download(
        "waybill-problems.csv",
        CsvLine.TYPE,
        out -> {
          Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          writer.write(CsvLine.of("line", "recipient", "problem", "what to do"));
          var _ =
              plan(
                  draft,
                  table.get(),
                  line -> {},
                  p -> write(
                      writer,
                      CsvLine.of(
                          Integer.toString(p.line()), p.written(), p.trouble().title(), p.why())));
          writer.flush();
        });
  }

  private static void write(Writer writer, String line) {
    try {
      writer.write(line);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private Reply column(Visit visit) throws SQLException, Refused {
    Optional<Campaign> found = find(visit);
    if (!isDraft(found)) {
      return elsewhere(found);
    }
    Campaign draft = found.get();
    String column = visit.field("column");
    String country = visit.field("country");
    Optional<ListText.Table> table = table(draft);
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
                new Draft(draft.id(), draft.accountId(), draft.person(), content, text, null, null));
    return Reply.to(SendPages.PATH + "/" + draft.id());
  }

  static Content with(Content c, int column, String country) {
    return new Content(
        c.name(), c.sender(), c.autoconvert(), c.priority(), c.timeToSend(), c.zone(), country,
        column);
  }

  private Reply start(Visit visit) throws SQLException, Refused {
    Optional<Campaign> found = find(visit);
    if (!isDraft(found)) {
      return elsewhere(found);
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
    Optional<ListText.Table> table = table(draft);
    if (table.isEmpty()) {
      return Reply.notFound();
    }
    SendPlan.Summary plan = plan(draft, table.get(), line -> {}, problem -> {});
    return plan.leftOut() == 0 && blocks(draft, plan, visit.now()).isEmpty()
        ? start(visit, draft)
        : Reply.to(SendPages.PATH + "/" + draft.id());
  }

  private Reply start(Visit visit, Campaign draft) throws SQLException, Refused {
    Optional<ListText.Table> table = table(draft);
    if (table.isEmpty()) {
      return elsewhere(find(visit));
    }
    SendPlan.Summary plan = plan(draft, table.get(), line -> {}, problem -> {});
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
                  var _ = plan(draft, table.get(), lines, problem -> {});
                });
    String path = CampaignPages.PATH + "/" + draft.id();
    if (!isStarted) {
      return Reply.to(path);
    }
    desk.wake().run();
    desk.note(visit, "send", draft.content().name());
    return Reply.to(path, Figures.of(plan.good(), "message") + " on the way.");
  }

  /** One message, with the text as the first recipient would get it. */
  private Reply test(Visit visit) throws SQLException, Refused {
    Optional<Campaign> found = find(visit);
    if (!isDraft(found)) {
      return elsewhere(found);
    }
    Campaign draft = found.get();
    Optional<ListText.Table> table = table(draft);
    Optional<UUID> id = CampaignPages.id(visit.field("test_id"));
    if (table.isEmpty() || id.isEmpty()) {
      throw new Refused("This form is not whole: reload the page and try again.");
    }
    if (!(RecipientNumber.read(visit.field("number"), draft.content().country())
        instanceof RecipientNumber.Read.Good(var phone))) {
      throw new Refused("A test needs a number with + and country code.");
    }
    SendPlan.Summary plan = plan(draft, table.get(), line -> {}, problem -> {});
    String text = plan.samples().isEmpty() ? draft.text() : plan.samples().getFirst().text();
    Content c = draft.content();
    Content content =
        new Content(
            cut("Test of " + c.name()), c.sender(), c.autoconvert(), c.priority(), null, c.zone(),
            "", -1);
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

  private Reply discard(Visit visit) throws SQLException, Refused {
    Optional<Campaign> found = find(visit);
    if (!isDraft(found) || !desk.campaigns().discard(visit.account().id(), found.get().id())) {
      return elsewhere(found);
    }
    desk.note(visit, "discard", found.get().content().name());
    return Reply.to(SendPages.PATH, "The draft is discarded. Nothing was sent.");
  }
}
