package io.waybill.dashboard;

import io.waybill.account.AccountSpec;
import io.waybill.settings.Declared;
import io.waybill.settings.Kind;
import io.waybill.settings.Unusable;
import io.waybill.store.AdminStore.Refused;
import io.waybill.text.Autoconvert;
import io.waybill.text.Change;
import io.waybill.text.Count;
import io.waybill.text.Replacement;
import io.waybill.text.Replacer;
import io.waybill.text.Splitter;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is set about the account: how long texts are kept, and what is put for costly characters.
 * Everybody of the account may look and try; owners change it.
 */
public final class AccountSettingsPages {
  private static final String PATH = "/settings/account";
  private static final int TEXT_MAX = 2_000;
  private static final String EXAMPLE = "Tere, Jüri! “Your parcel” is here – 5 € to pay…";

  private final Desk desk;

  AccountSettingsPages(Desk desk) {
    this.desk = desk;
  }

  /**
   * A text as it would be sent.
   *
   * @param how what is done with it, as it is read
   * @param changes what was put for what, in short; empty: nothing
   */
  public record Way(String how, String text, String changes, Count count) {
    /** How it is encoded, and how many parts that makes. */
    public String size() {
      return Figures.of(count.parts(), "part")
          + switch (count.alphabet()) {
            case GSM7 -> ", GSM 7-bit";
            default -> ", UCS-2";
          };
    }
  }

  /** A text tried with each mode of {@code autoconvert}. */
  public record Tried(List<Way> ways) {}

  /**
   * What the page shows.
   *
   * @param replacements from, to
   * @param mayChange whether the person owns the account
   * @param about the form that the problem is in
   * @param example the text in the field that tries it
   */
  public record View(
      int contentDays,
      Map<String, String> replacements,
      boolean mayChange,
      String example,
      Tried tried,
      @Nullable String problem,
      String about) {
    /** What is wrong in one of the forms; null: nothing. */
    public @Nullable String problem(String form) {
      return form.equals(about) ? problem : null;
    }

    /** A character's number in Unicode, for those that look alike; empty for words. */
    public String code(String from) {
      return from.codePointCount(0, from.length()) == 1
          ? "U+%04X".formatted(from.codePointAt(0))
          : "";
    }
  }

  List<Page> pages() {
    return List.of(
            Page.get(PATH, Need.VIEWER, visit -> show(visit, null, "")),
            Page.post(PATH + "/try", Need.VIEWER, this::attempt),
            Page.post(PATH + "/retention", Need.OWNER, this::retention),
            Page.post(PATH + "/replacements", Need.OWNER, this::put),
            Page.post(PATH + "/replacements/remove", Need.OWNER, this::remove))
        .stream()
        .map(page -> page.at(Section.SETTINGS, "Account", 15))
        .toList();
  }

  private AccountSpec spec(Visit visit) throws SQLException, Refused {
    return desk.admin()
        .setup()
        .find(Kind.ACCOUNT, visit.account().name())
        .map(AccountSpec.class::cast)
        .orElseThrow(() -> new Refused("This account is not there any more."));
  }

  private Reply show(Visit visit, @Nullable String problem, String about)
      throws SQLException, Refused {
    AccountSpec spec = spec(visit);
    String text = visit.raw("text").isEmpty() ? EXAMPLE : visit.raw("text");
    View view =
        new View(
            spec.contentDays(),
            new TreeMap<>(spec.replacements()),
            Need.OWNER.isMetBy(visit.person().role()),
            text,
            tried(text, spec.replacements()),
            problem,
            about);
    return problem == null ? Reply.page("account", view) : Reply.again("account", view);
  }

  private Reply attempt(Visit visit) throws SQLException, Refused {
    String text = visit.raw("text");
    if (text.length() > TEXT_MAX) {
      throw new Refused("Try at most " + TEXT_MAX + " characters at once.");
    }
    return visit.isPart()
        ? new Reply.Part("part/tried", tried(text, spec(visit).replacements()))
        : show(visit, null, "");
  }

  static Tried tried(String text, Map<String, String> table) {
    return new Tried(
        List.of(
            way("off: as it is written", text, Autoconvert.OFF, table),
            way("on: with the table of this account", text, Autoconvert.ON, table),
            way("full: and the closest letter for every other", text, Autoconvert.FULL, table)));
  }

  private static Way way(String how, String text, Autoconvert mode, Map<String, String> table) {
    Replacement after = Replacer.replace(text, mode, table);
    String changes =
        after.changes().stream()
            .map(AccountSettingsPages::words)
            .distinct()
            .collect(Collectors.joining(", "));
    return new Way(how, after.text(), changes, Splitter.count(after.text()));
  }

  private static String words(Change change) {
    return change.from() + " → " + (change.to().isEmpty() ? "nothing" : change.to());
  }

  /** Changes what is set now, with nobody in between. */
  private void change(Visit visit, String field, java.util.function.UnaryOperator<Object> how)
      throws SQLException, Refused, Unusable {
    String name = visit.account().name();
    desk.admin()
        .as(visit.by())
        .setup()
        .change(
            Kind.ACCOUNT,
            name,
            now -> {
              Map<String, Object> next = new LinkedHashMap<>(now);
              next.put(field, how.apply(now.getOrDefault(field, "")));
              return Declared.one(Kind.ACCOUNT, AccountSpec.read(name, next), null);
            });
    desk.changed().run();
  }

  private static Map<String, String> table(Object now) {
    Map<String, String> table = new TreeMap<>();
    if (now instanceof Map<?, ?> words) {
      words.forEach((from, to) -> table.put(String.valueOf(from), String.valueOf(to)));
    }
    return table;
  }

  private Reply retention(Visit visit) throws SQLException, Refused, Unusable {
    String days = visit.field("days");
    if (!days.matches("[0-9]{1,3}") || Integer.parseInt(days) > AccountSpec.CONTENT_DAYS_MAX) {
      return show(visit, "Write a number of days from 0 to 400.", "retention");
    }
    change(visit, "content_days", _ -> Integer.valueOf(days));
    return Reply.to(PATH, "Texts of new messages are kept for " + days + " days.");
  }

  private Reply put(Visit visit) throws SQLException, Refused, Unusable {
    String from = visit.field("from");
    String to = visit.raw("to");
    if (from.isEmpty()) {
      return show(visit, "Write what is to be replaced: 1 to 20 characters.", "replacements");
    }
    try {
      change(
          visit,
          "replacements",
          now -> {
            Map<String, String> table = table(now);
            table.put(from, to);
            return table;
          });
    } catch (Unusable why) {
      return show(visit, String.join(" ", why.problems()), "replacements");
    }
    return Reply.to(PATH + "#characters", "The table is changed, for new messages from now on.");
  }

  private Reply remove(Visit visit) throws SQLException, Refused, Unusable {
    String from = visit.raw("from");
    if (!spec(visit).replacements().containsKey(from)) {
      return Reply.notFound();
    }
    change(
        visit,
        "replacements",
        now -> {
          Map<String, String> table = table(now);
          table.remove(from);
          return table;
        });
    return Reply.to(PATH + "#characters", "It is removed from the table.");
  }
}
