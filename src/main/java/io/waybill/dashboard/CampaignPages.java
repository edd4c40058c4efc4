package io.waybill.dashboard;

import io.waybill.message.ErrorDictionary.Meaning;
import io.waybill.message.State;
import io.waybill.message.State.Group;
import io.waybill.message.Why;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.Campaign;
import io.waybill.store.Campaign.Counts;
import io.waybill.store.Campaign.Stage;
import io.waybill.store.Campaign.Standing;
import io.waybill.store.MessageReader.Found;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What became of what was sent by hand: counts that fill in, the export, cancelling. */
public final class CampaignPages {
  static final String PATH = "/campaigns";
  private static final int PAGE = 25;
  private static final int EXPORTED_AT_ONCE = 500;
  private static final Duration FRESH = Duration.ofMillis(900);
  private static final Duration CORRECTED_FOR = Duration.ofDays(8);
  private static final Duration LOOKED_DEEP_EVERY = Duration.ofSeconds(30);
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final SendDesk desk;

  public CampaignPages(SendDesk desk) {
    this.desk = desk;
  }

  /** An id as the address has it; empty if it is none. */
  static Optional<UUID> id(String written) {
    return UUID_FORM.matcher(written).matches()
        ? Optional.of(UUID.fromString(written))
        : Optional.empty();
  }

  /**
   * The list.
   *
   * @param older where the next page is; null: this is the last
   */
  public record View(
      List<CampaignLine> lines, List<Campaign> drafts, boolean maySend, @Nullable String older) {}

  /** All of them. */
  public List<Page> pages() {
    String one = PATH + "/{campaign}";
    return List.of(
        here(Page.get(PATH, Need.VIEWER, this::all)),
        here(Page.get(one, Need.VIEWER, this::show)),
        here(Page.get(one + "/progress", Need.VIEWER, this::progress)),
        here(Page.get(one + "/export", Need.VIEWER, this::export)),
        here(Page.post(one + "/cancel", Need.SENDER, this::cancel)));
  }

  private static Page here(Page page) {
    return page.at(Section.CAMPAIGNS, "Campaigns", 10);
  }

  private Reply all(Visit visit) throws SQLException {
    int account = visit.account().id();
    String before = visit.field("before");
    Instant until =
        before.matches("\\d{1,15}")
            ? Instant.ofEpochMilli(Long.parseLong(before))
            : visit.now().plusSeconds(60);
    List<Campaign> found = desk.campaigns().page(account, until, PAGE + 1);
    List<Campaign> some = found.subList(0, Math.min(PAGE, found.size()));
    Map<UUID, Counts> counts = desk.campaigns().counts(some.stream().map(Campaign::id).toList());
    boolean maySend = Need.SENDER.isMetBy(visit.person().role());
    return Reply.page(
        "campaigns",
        new View(
            some.stream()
                .map(c -> new CampaignLine(c, Objects.requireNonNull(counts.get(c.id())), maySend))
                .toList(),
            maySend && before.isEmpty() ? desk.campaigns().drafts(account) : List.of(),
            maySend,
            found.size() > PAGE
                ? PATH + "?before=" + some.getLast().createdAt().toEpochMilli()
                : null));
  }

  private Optional<Campaign> find(Visit visit) throws SQLException {
    Optional<UUID> id = id(visit.call().path("campaign"));
    return id.isEmpty()
        ? Optional.empty()
        : desk.campaigns()
            .find(visit.account().id(), id.get())
            .filter(c -> c.stage() != Stage.DRAFT);
  }

  private CampaignLine line(Visit visit, Campaign campaign) throws SQLException {
    look(campaign, visit.now());
    Campaign now = desk.campaigns().find(campaign.accountId(), campaign.id()).orElse(campaign);
    Counts counts =
        Objects.requireNonNull(desk.campaigns().counts(List.of(campaign.id())).get(campaign.id()));
    return new CampaignLine(now, counts, Need.SENDER.isMetBy(visit.person().role()));
  }

  /** Often while something is on its way; now and then later, because receipts may correct it. */
  private void look(Campaign campaign, Instant now) throws SQLException {
    Instant last = campaign.lookedAt();
    Instant started = campaign.startedAt();
    boolean isYoung = started != null && started.plus(CORRECTED_FOR).isAfter(now);
    Duration pause = campaign.isOver() ? LOOKED_DEEP_EVERY : FRESH;
    if ((!campaign.isOver() || isYoung) && (last == null || !last.plus(pause).isAfter(now))) {
      desk.look(campaign.id(), campaign.isOver(), now);
    }
  }

  private Reply show(Visit visit) throws SQLException {
    Optional<Campaign> found = find(visit);
    return found.isEmpty() ? Reply.notFound() : Reply.page("campaign", line(visit, found.get()));
  }

  private Reply progress(Visit visit) throws SQLException {
    Optional<Campaign> found = find(visit);
    return found.isEmpty()
        ? Reply.notFound()
        : new Reply.Part("send/progress", line(visit, found.get()));
  }

  private Reply cancel(Visit visit) throws SQLException, Refused {
    Optional<Campaign> found = find(visit);
    if (found.isEmpty()) {
      return Reply.notFound();
    }
    Campaign campaign = found.get();
    if (!desk.campaigns().cancel(campaign.accountId(), campaign.id())) {
      throw new Refused("Nothing of it is left to be cancelled.");
    }
    desk.wake().run();
    desk.note(visit, "cancel", campaign.content().name());
    return Reply.to(PATH + "/" + campaign.id(), "What has not left is being cancelled.");
  }

  private Reply export(Visit visit) throws SQLException, Refused {
    Optional<Campaign> found = find(visit);
    if (found.isEmpty()) {
      return Reply.notFound();
    }
    Campaign campaign = found.get();
    desk.note(visit, "export", campaign.content().name());
    return new Reply.Download(
        "waybill-campaign-" + campaign.id() + ".csv", CsvLine.TYPE, out -> write(campaign, out));
  }

  private void write(Campaign campaign, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    // So that Excel takes it for what it is.
    writer.write('\uFEFF');
    writer.write(
        CsvLine.of(
            "line",
            "recipient",
            "group",
            "status",
            "error",
            "why",
            "parts",
            "price_eur",
            "country",
            "accepted_at",
            "changed_at",
            "message_id"));
    try {
      int from = 1;
      while (from > 0) {
        List<Standing> lines =
            desk.campaigns().lines(campaign.accountId(), campaign.id(), from, EXPORTED_AT_ONCE);
        Map<UUID, Found> messages = new HashMap<>();
        List<UUID> ids =
            lines.stream()
                .map(Standing::message)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        for (Found message : desk.reader().some(campaign.accountId(), ids)) {
          messages.put(message.envelope().id(), message);
        }
        for (Standing line : lines) {
          writer.write(line(line, messages.get(line.message())));
        }
        from = lines.size() < EXPORTED_AT_ONCE ? 0 : lines.getLast().line().n() + 1;
      }
    } catch (SQLException away) {
      throw new IOException("the database went away while a campaign was read", away);
    }
    writer.flush();
  }

  private static String line(Standing line, @Nullable Found found) {
    String n = Integer.toString(line.line().n());
    if (found == null) {
      String number = line.line().number();
      String why = line.line().why();
      return CsvLine.of(
          n,
          number == null ? "" : number,
          "",
          CampaignLine.word(line.state()),
          "",
          why == null ? "" : why,
          "",
          "",
          "",
          "",
          "",
          "");
    }
    var envelope = found.envelope();
    State state = found.message().state();
    Meaning meaning = Why.of(state, found.message().by(), found.message().err());
    var price =
        io.waybill.price.PriceInfo.of(
            envelope.extras().partPrice(), found.parts(), state.status(), found.message().err());
    String country = envelope.country();
    return CsvLine.of(
        n,
        envelope.recipient(),
        state.group() == Group.SENT && !state.isFinal()
            ? "sent"
            : state.group().name().toLowerCase(java.util.Locale.ROOT),
        state == State.CANCELLED ? "Cancelled" : state.word(),
        found.message().err() == 0 ? "" : Integer.toString(found.message().err()),
        meaning == null ? "" : meaning.cause(),
        Integer.toString(found.parts()),
        price == null ? "" : price.total(),
        country == null ? "" : country,
        envelope.acceptedAt().toString(),
        found.changedAt().toString(),
        envelope.id().toString());
  }
}
