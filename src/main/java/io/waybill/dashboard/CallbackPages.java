package io.waybill.dashboard;

import io.waybill.account.Role;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.CallbackSecrets.Secret;
import io.waybill.store.EndpointStore.Noted;
import io.waybill.store.EndpointStore.Standing;
import io.waybill.store.EndpointStore.StoppedBy;
import io.waybill.store.KeyList;
import io.waybill.store.People;
import io.waybill.store.ReplayStore.Which;
import io.waybill.store.ReportFormat;
import io.waybill.webhook.EndpointDesk;
import io.waybill.webhook.Refusal;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the account's reports go: how endpoints do, and for owners what can be done about them. */
public final class CallbackPages {
  private static final String PATH = "/callbacks";
  private static final int PAGE = 50;
  private static final Duration USUAL_RANGE = Duration.ofDays(1);
  private static final DateTimeFormatter FIELD = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");

  private final EndpointDesk desk;
  private final KeyList keys;
  private final People people;

  /**
   * @param people notes in the audit log who did what
   */
  public CallbackPages(EndpointDesk desk, KeyList keys, People people) {
    this.desk = desk;
    this.keys = keys;
    this.people = people;
  }

  /** How an endpoint stands, as a badge. */
  public enum Health {
    UP("up", "delivered", Icon.DELIVERED),
    DOWN("down", "failed", Icon.FAILED),
    STOPPED("stopped", "rejected", Icon.PAUSE);

    private final String word;
    private final String kind;
    private final Icon icon;

    Health(String word, String kind, Icon icon) {
      this.word = word;
      this.kind = kind;
      this.icon = icon;
    }

    /** As it is read. */
    public String word() {
      return word;
    }

    /** The badge's class. */
    public String kind() {
      return kind;
    }

    /** The badge's picture. */
    public Icon icon() {
      return icon;
    }
  }

  /**
   * An endpoint in the list.
   *
   * @param waiting reports, counted no further than {@link EndpointDesk#COUNT_IN_LISTS}
   */
  public record Line(Noted noted, int waiting) {
    /** How it stands. */
    public Health health() {
      return switch (noted.standing()) {
        case UP -> Health.UP;
        case DOWN -> Health.DOWN;
        case STOPPED -> Health.STOPPED;
      };
    }

    /** How many wait, as it is read. */
    public String waits() {
      return Figures.counted(waiting, EndpointDesk.COUNT_IN_LISTS);
    }

    /** What happens next, or why nothing does; empty while all is well. */
    public String next(Times times) {
      if (noted.standing() == Standing.STOPPED) {
        String by = "Stopped by " + stopper(noted.stoppedBy());
        return noted.stoppedBy() == StoppedBy.ENDPOINT ? by + "." : by + cause();
      }
      Instant probe = noted.nextProbeAt();
      if (noted.standing() == Standing.UP || probe == null) {
        return "";
      }
      boolean isNow = !probe.isAfter(times.now());
      return (isNow ? "Next probe now" : "Next probe " + Figures.near(times, probe)) + cause();
    }

    private String cause() {
      return noted.cause() == null ? "." : ": " + noted.cause() + ".";
    }

    private static String stopper(@Nullable StoppedBy by) {
      return by == null
          ? "somebody"
          : switch (by) {
            case ENDPOINT -> "the endpoint itself (410)";
            case CUSTOMER -> "this account";
            case OPERATOR -> "the platform's operator";
          };
    }
  }

  /**
   * What the list shows.
   *
   * @param secret one that was just made, shown only now; null: none
   * @param madeAt of the secret in force
   * @param previousUntil how long the one before is valid; null: there is none
   * @param next where the next page is; null: this is the last
   */
  public record View(
      List<Line> endpoints,
      boolean mayAct,
      @Nullable String secret,
      Instant madeAt,
      @Nullable Instant previousUntil,
      @Nullable String next,
      @Nullable String problem,
      String url) {}

  /** All pages. */
  public List<Page> pages() {
    String one = PATH + "/{endpoint}";
    return Stream.of(
            Page.get(PATH, Need.VIEWER, visit -> list(visit, null, null)),
            Page.post(PATH, Need.OWNER, this::name),
            Page.post(PATH + "/secret/rotate", Need.OWNER, this::rotate),
            Page.get(one, Need.VIEWER, visit -> with(visit, n -> look(visit, n, null, null))),
            Page.post(one + "/resume", Need.OWNER, visit -> with(visit, n -> resume(visit, n))),
            Page.post(one + "/stop", Need.OWNER, visit -> with(visit, n -> stop(visit, n))),
            Page.post(one + "/test", Need.OWNER, visit -> with(visit, n -> tryOut(visit, n))),
            Page.post(one + "/replay", Need.OWNER, visit -> with(visit, n -> replay(visit, n))))
        .map(page -> page.at(Section.CALLBACKS, "Endpoints", 10))
        .toList();
  }

  private static boolean mayAct(Visit visit) {
    return visit.person().role().may(Role.OWNER);
  }

  private void note(Visit visit, String action, String kind, String name)
      throws SQLException, Refused {
    people.note(visit.by(), action, kind, name);
  }

  private Line line(Noted noted) {
    return new Line(noted, desk.waiting(noted, EndpointDesk.COUNT_IN_LISTS));
  }

  private Reply list(Visit visit, @Nullable String fresh, @Nullable String problem) {
    int account = visit.account().id();
    String after = visit.field("after").matches("[0-9a-f]{32}") ? visit.field("after") : "";
    List<Line> lines = new ArrayList<>();
    desk.page(account, after, PAGE + 1).forEach(noted -> lines.add(line(noted)));
    boolean isMore = lines.size() > PAGE;
    List<Line> page = isMore ? lines.subList(0, PAGE) : lines;
    Secret secret = desk.secret(account);
    View view =
        new View(
            page,
            mayAct(visit),
            fresh,
            secret.madeAt(),
            secret.hasTwo(visit.now()) ? secret.previousUntil() : null,
            isMore ? PATH + "?after=" + page.getLast().noted().id() : null,
            problem,
            problem == null ? "" : visit.field("url"));
    if (visit.isPart()) {
      return new Reply.Part("operate/endpoints", view);
    }
    return problem == null ? Reply.page("callbacks", view) : Reply.again("callbacks", view);
  }

  private Reply name(Visit visit) throws SQLException, Refused {
    try {
      Noted noted = desk.name(visit.account().id(), visit.field("url"));
      note(visit, "name", "endpoint", noted.url());
      return Reply.to(PATH + "/" + noted.id());
    } catch (Refusal no) {
      return list(
          visit,
          null,
          no.field() == null
              ? no.why()
              : "Write a URL that begins with http:// or https://, at most 2,000 characters.");
    }
  }

  private Reply rotate(Visit visit) throws SQLException, Refused {
    Secret secret;
    try {
      secret = desk.rotate(visit.account().id(), visit.isTicked("force"));
    } catch (Refusal no) {
      return list(
          visit,
          null,
          "The secret before this one is still valid, and a further rotation would end that at"
              + " once: wait, or tick the box below.");
    }
    note(visit, "rotate", "secret", visit.account().name());
    return list(visit, secret.current(), null);
  }

  private interface Work {
    Reply on(Noted noted) throws SQLException, Refused, Refusal;
  }

  /** With the endpoint in the path, if it is the account's; a refusal stands on its page. */
  private Reply with(Visit visit, Work work) throws SQLException, Refused {
    Optional<Noted> noted = desk.find(visit.account().id(), visit.call().path("endpoint"));
    if (noted.isEmpty()) {
      return Reply.notFound();
    }
    try {
      return work.on(noted.get());
    } catch (Refusal no) {
      return look(visit, noted.get(), null, no.why());
    }
  }

  private Reply look(
      Visit visit, Noted noted, EndpointDesk.@Nullable Tried tried, @Nullable String problem)
      throws SQLException {
    LocalDateTime now = LocalDateTime.ofInstant(visit.now(), visit.times().zone());
    boolean mayAct = mayAct(visit);
    EndpointView view =
        new EndpointView(
            line(noted),
            desk.waitingMax(),
            desk.requestsAtOnce(noted),
            mayAct,
            desk.replays(noted),
            mayAct
                ? keys.of(noted.accountId()).stream().filter(KeyList.Line::enabled).toList()
                : List.of(),
            tried,
            problem,
            or(visit.field("from"), FIELD.format(now.minus(USUAL_RANGE))),
            or(visit.field("until"), FIELD.format(now.plusMinutes(1))));
    if (visit.isPart()) {
      return new Reply.Part("operate/endpoint", view);
    }
    return problem == null ? Reply.page("endpoint", view) : Reply.again("endpoint", view);
  }

  private static String or(String written, String usual) {
    return written.isEmpty() || written.length() > 30 ? usual : written;
  }

  private Reply resume(Visit visit, Noted noted) throws SQLException, Refused, Refusal {
    desk.resume(noted);
    note(visit, "resume", "endpoint", noted.url());
    return Reply.to(PATH + "/" + noted.id(), "Resumed. What waits is told now.");
  }

  private Reply stop(Visit visit, Noted noted) throws SQLException, Refused {
    desk.stop(noted, "stopped by " + visit.person().called());
    note(visit, "stop", "endpoint", noted.url());
    return Reply.to(PATH + "/" + noted.id(), "Stopped. Its reports wait.");
  }

  private Reply tryOut(Visit visit, Noted noted) throws SQLException, Refused, Refusal {
    String key = visit.field("key");
    if (keys.of(noted.accountId()).stream().noneMatch(k -> k.username().equals(key))) {
      return look(visit, noted, null, "Choose the key in whose name the test is signed.");
    }
    ReportFormat format =
        Stream.of(ReportFormat.values())
            .filter(f -> f.name().toLowerCase(Locale.ROOT).equals(visit.field("format")))
            .findFirst()
            .orElse(ReportFormat.CONTRACT);
    EndpointDesk.Tried tried = desk.tryOut(noted.accountId(), key, noted.url(), format);
    note(visit, "test", "endpoint", noted.url());
    return look(visit, noted, tried, null);
  }

  private Reply replay(Visit visit, Noted noted) throws SQLException, Refused, Refusal {
    Optional<Which> which =
        Stream.of(Which.values())
            .filter(w -> w.name().toLowerCase(Locale.ROOT).equals(visit.field("what")))
            .findFirst();
    if (which.isEmpty()) {
      return look(visit, noted, null, "Choose what is told again.");
    }
    Instant from;
    Instant until;
    try {
      from = time(visit, "from");
      until = time(visit, "until");
    } catch (DateTimeException wrong) {
      return look(
          visit, noted, null, "Write times as 2026-11-30T15:00, the first before the last.");
    }
    if (from.isAfter(until)) {
      return look(visit, noted, null, "The range ends before it begins: change one of its times.");
    }
    // A person means whole minutes: the last one counts.
    desk.replay(noted, from, until.plus(1, ChronoUnit.MINUTES), which.get());
    note(visit, "replay", "endpoint", noted.url());
    return Reply.to(PATH + "/" + noted.id(), "The replay has begun.");
  }

  private static Instant time(Visit visit, String field) {
    return LocalDateTime.parse(visit.field(field)).atZone(visit.times().zone()).toInstant();
  }
}
