package io.waybill.dashboard;

import io.waybill.accept.ByHand;
import io.waybill.accept.Numbers;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.Campaign;
import io.waybill.store.Campaign.Stage;
import io.waybill.store.Campaigns.Draft;
import io.waybill.store.KeyList;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The page that people send from: who, what, when; what the text costs shows while it is typed. */
public final class SendPages {
  static final String PATH = "/send";

  /** The longest number a lone recipient is given by. */
  private static final int NUMBER_MAX = 40;

  private static final String ANY_NUMBER = "+37255500001";

  private final SendDesk desk;

  public SendPages(SendDesk desk) {
    this.desk = desk;
  }

  /**
   * What the page shows.
   *
   * @param senders that keys of the account have
   * @param kept how many rows the list of the draft has; 0: there is no list
   * @param drafts that wait to be sent
   * @param problem what is wrong; null: nothing
   */
  public record View(
      SendForm form,
      List<String> senders,
      int kept,
      List<Campaign> drafts,
      @Nullable String problem) {
    /** Time zones to choose from. */
    public List<String> zones() {
      return ProfilePages.zones();
    }

    /** Countries to choose from, by name. */
    public List<SendCountries.Country> countries() {
      return SendCountries.ALL;
    }
  }

  /** All of them. */
  public List<Page> pages() {
    return List.of(
        here(Page.get(PATH, Need.SENDER, this::show)),
        here(Page.post(PATH + "/preview", Need.SENDER, this::preview)),
        here(Page.upload(PATH, Need.SENDER, ListText.OCTETS_MAX + (1 << 20), this::take)));
  }

  static Page here(Page page) {
    return page.at(Section.SEND, "Send", 10);
  }

  private Reply show(Visit visit) throws SQLException {
    String asked = visit.field("draft");
    if (asked.isEmpty()) {
      List<String> senders = senders(visit);
      return Reply.page(
          "send",
          view(
              visit,
              SendForm.empty(senders.isEmpty() ? "" : senders.getFirst(), visit.times().zone()),
              null));
    }
    Optional<Campaign> draft =
        CampaignPages.id(asked).isEmpty()
            ? Optional.empty()
            : desk.campaigns().find(visit.account().id(), CampaignPages.id(asked).get());
    if (draft.isEmpty()) {
      return Reply.notFound();
    }
    return draft.get().stage() == Stage.DRAFT
        ? Reply.page("send", view(visit, SendForm.of(draft.get()), null))
        : Reply.to(CampaignPages.PATH + "/" + draft.get().id());
  }

  private View view(Visit visit, SendForm form, @Nullable String problem) throws SQLException {
    Optional<UUID> id = form.uuid();
    int kept =
        id.isEmpty()
            ? 0
            : desk.campaigns().list(visit.account().id(), id.get()).map(SendPages::rows).orElse(0);
    return new View(
        form, senders(visit), kept, desk.campaigns().drafts(visit.account().id()), problem);
  }

  private static int rows(String list) {
    return ListText.read(list) instanceof ListText.Read.Good(var table) ? table.rows().size() : 0;
  }

  private List<String> senders(Visit visit) throws SQLException {
    return desk.keys().of(visit.account().id()).stream()
        .map(KeyList.Line::sender)
        .filter(java.util.Objects::nonNull)
        .map(java.util.Objects::requireNonNull)
        .distinct()
        .limit(20)
        .toList();
  }

  private Reply preview(Visit visit) {
    String text = visit.raw("text").replace("\r\n", "\n");
    String mode = visit.field("autoconvert");
    int account = visit.account().id();
    ByHand byHand = desk.byHand();
    BigDecimal price = null;
    if (visit.field("source").equals("one")
        && RecipientNumber.read(visit.field("number"), visit.field("country"))
            instanceof RecipientNumber.Read.Good(Numbers.Phone phone)) {
      price = byHand.partPrice(phone).orElse(null);
    }
    return new Reply.Part(
        "send/preview",
        new TextPreview(
            visit.field("sender"),
            byHand.look(account, text, mode),
            byHand.look(account, text, "full"),
            byHand.partsMax(),
            price));
  }

  /** Keeps a draft, then shows what would become of it; a lone message goes at once. */
  private Reply take(Visit visit) throws SQLException, Refused {
    SendForm form = SendForm.read(visit);
    String problem = form.problem();
    if (problem != null) {
      return again(visit, form, problem);
    }
    ListText.Decoded list = list(visit, form);
    if (list instanceof ListText.Decoded.Bad(var why)) {
      return again(visit, form, why);
    }
    String text = list instanceof ListText.Decoded.Good(var good) ? good : "";
    if (!form.source().equals("kept")
        && ListText.read(text) instanceof ListText.Read.Bad(var why)) {
      return again(visit, form, why);
    }
    return switch (form.time(visit.now())) {
      case SendForm.Time.Bad(var why) -> again(visit, form, why);
      case SendForm.Time.Good(var time) -> {
        Campaign.Content content = form.content(visit.times(), time);
        ByHand.Wish wish =
            new ByHand.Wish(
                visit.account().id(),
                form.text(),
                content.sender(),
                content.autoconvert(),
                content.priority(),
                null,
                content.name());
        yield desk.byHand().read(wish, ANY_NUMBER) instanceof ByHand.Read.Bad(var why)
            ? again(visit, form, Figures.capital(why))
            : keep(visit, form, content, form.source().equals("kept") ? null : text);
      }
    };
  }

  private Reply again(Visit visit, SendForm form, String problem) throws SQLException {
    return Reply.again("send", view(visit, form, problem));
  }

  private static ListText.Decoded list(Visit visit, SendForm form) {
    return switch (form.source()) {
      case "one" ->
          form.number().isEmpty() || form.number().length() > NUMBER_MAX
              ? new ListText.Decoded.Bad("Write the recipient's number, with + and country code.")
              : new ListText.Decoded.Good(form.number().replaceAll("[\\r\\n\\t;,\"]", " "));
      case "paste" ->
          form.pasted().isBlank()
              ? new ListText.Decoded.Bad("Paste at least one number.")
              : new ListText.Decoded.Good(form.pasted());
      case "file" -> {
        byte[] octets = visit.octets("file");
        yield octets.length == 0
            ? new ListText.Decoded.Bad("Choose a file with something in it.")
            : ListText.decode(octets);
      }
      default -> new ListText.Decoded.Good("");
    };
  }

  private Reply keep(Visit visit, SendForm form, Campaign.Content content, @Nullable String list)
      throws SQLException, Refused {
    int account = visit.account().id();
    UUID id = form.uuid().orElseThrow();
    Optional<Campaign> before = desk.campaigns().find(account, id);
    Campaign.Content kept =
        list == null && before.isPresent()
            ? SendCheckPages.with(content, before.get().content().column(), content.country())
            : content;
    boolean isKept =
        desk.campaigns()
            .save(new Draft(id, account, visit.person().email(), kept, form.text(), list, null));
    Optional<Campaign> now = desk.campaigns().find(account, id);
    if (now.isEmpty()) {
      return Reply.notFound();
    }
    if (!isKept) {
      return Reply.to(CampaignPages.PATH + "/" + id, "This was sent already, and only once.");
    }
    return form.source().equals("one") && visit.field("do").equals("send")
        ? new SendCheckPages(desk).startIfClean(visit, now.get())
        : Reply.to(PATH + "/" + id);
  }
}
