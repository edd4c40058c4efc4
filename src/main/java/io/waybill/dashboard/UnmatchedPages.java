package io.waybill.dashboard;

import io.waybill.receipt.Explanation;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.ReceiptDecisions;
import io.waybill.store.ReceiptTrace;
import io.waybill.store.ReceiptTrace.Possible;
import io.waybill.store.ReceiptTrace.Trace;
import io.waybill.store.Unmatched;
import io.waybill.store.UnmatchedReceipts;
import io.waybill.store.UnmatchedReceipts.Filter;
import io.waybill.store.UnmatchedReceipts.One;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** For operators of the platform: receipts that match no message; assign or discard. */
public final class UnmatchedPages {
  private static final String PATH = "/unmatched";
  private static final int PAGE = 50;
  private static final int WORD_MAX = 100;
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

  private final UnmatchedReceipts receipts;
  private final ReceiptDecisions decisions;
  private final ReceiptTrace traces;
  private final Runnable assigned;

  /**
   * @param assigned told when something was assigned, so that it is recorded at once
   */
  public UnmatchedPages(
      UnmatchedReceipts receipts,
      ReceiptDecisions decisions,
      ReceiptTrace traces,
      Runnable assigned) {
    this.receipts = receipts;
    this.decisions = decisions;
    this.traces = traces;
    this.assigned = assigned;
  }

  /** What is asked for, as it stands in the address. */
  public record Asked(
      String carrier, String id, String reason, String from, String until, boolean all) {
    private String query() {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("carrier", carrier);
      fields.put("id", id);
      fields.put("reason", reason);
      fields.put("from", from);
      fields.put("until", until);
      fields.put("all", all ? "yes" : "");
      return fields.entrySet().stream()
          .filter(e -> !e.getValue().isEmpty())
          .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
          .collect(Collectors.joining("&"));
    }

    /** Whether anything is narrowed down. */
    public boolean isNarrow() {
      return Stream.of(carrier, id, reason, from, until).anyMatch(s -> !s.isEmpty());
    }
  }

  /**
   * What the list shows.
   *
   * @param older where the next page is; null: this is the last
   * @param newest where the first page is; null: this is it
   */
  public record View(
      List<One> receipts,
      List<Unmatched> reasons,
      Asked asked,
      @Nullable String older,
      @Nullable String newest,
      @Nullable String problem) {}

  /**
   * What the page of one shows.
   *
   * @param words why it is unmatched and what can be done
   * @param message what was written into the form
   * @param mayForce whether only the number speaks against what was written
   */
  public record Single(
      One one,
      Trace trace,
      List<String> words,
      @Nullable String problem,
      String message,
      boolean mayForce) {
    /** Parts that it may be about: those with the same id first, each once. */
    public List<Possible> possible() {
      List<Possible> all = new ArrayList<>(trace.underThisId());
      for (Possible near : trace.near()) {
        if (all.stream()
            .noneMatch(p -> p.message().equals(near.message()) && p.part() == near.part())) {
          all.add(near);
        }
      }
      return all;
    }

    /** Whether it can still be decided about. */
    public boolean isOpen() {
      return one.standing().equals("waiting");
    }
  }

  /** All pages. */
  public List<Page> pages() {
    return Stream.of(
            Page.get(PATH, Need.OPERATOR, this::list),
            Page.get(PATH + "/{receipt}", Need.OPERATOR, this::look),
            Page.post(PATH + "/{receipt}/assign", Need.OPERATOR, this::assign),
            Page.post(PATH + "/{receipt}/discard", Need.OPERATOR, this::discard))
        .map(page -> page.at(Section.CARRIERS, "Unmatched receipts", 30))
        .toList();
  }

  private Reply list(Visit visit) throws SQLException {
    Asked asked =
        new Asked(
            cut(visit.field("carrier")),
            cut(visit.field("id")),
            reason(visit.field("reason")).map(Unmatched::word).orElse(""),
            visit.field("from"),
            visit.field("until"),
            visit.isTicked("all"));
    String below = visit.field("below");
    long before = below.matches("\\d{1,18}") ? Long.parseLong(below) : Long.MAX_VALUE;
    List<One> found;
    try {
      found = receipts.list(filter(visit, asked, before));
    } catch (DateTimeException wrong) {
      Asked dayless = new Asked(asked.carrier, asked.id, asked.reason, "", "", asked.all);
      return Reply.again(
          "unmatched",
          new View(
              List.of(),
              reasons(),
              dayless,
              null,
              null,
              "Write dates as 2026-11-30, and in order."));
    }
    boolean isMore = found.size() > PAGE;
    List<One> page = isMore ? found.subList(0, PAGE) : found;
    String query = asked.query();
    String joined = query.isEmpty() ? "" : query + "&";
    return Reply.page(
        "unmatched",
        new View(
            page,
            reasons(),
            asked,
            isMore ? PATH + "?" + joined + "below=" + page.getLast().number() : null,
            before < Long.MAX_VALUE ? PATH + (query.isEmpty() ? "" : "?" + query) : null,
            null));
  }

  private static Filter filter(Visit visit, Asked asked, long before) {
    return new Filter(
        asked.carrier.isEmpty() ? null : asked.carrier,
        null,
        asked.id.isEmpty() ? null : asked.id,
        reason(asked.reason).orElse(null),
        day(visit, asked.from, 0),
        day(visit, asked.until, 1),
        asked.all,
        before,
        PAGE + 1);
  }

  /** A burst is stored before anything is known about it, and soon over. */
  private static List<Unmatched> reasons() {
    return Arrays.stream(Unmatched.values()).filter(r -> r != Unmatched.BURST).toList();
  }

  private static Optional<Unmatched> reason(String word) {
    return reasons().stream().filter(r -> r.word().equals(word)).findFirst();
  }

  private static String cut(String word) {
    return word.length() > WORD_MAX ? word.substring(0, WORD_MAX) : word;
  }

  private static @Nullable Instant day(Visit visit, String day, int plus) {
    return day.isEmpty()
        ? null
        : LocalDate.parse(day).plusDays(plus).atStartOfDay(visit.times().zone()).toInstant();
  }

  private Optional<One> find(Visit visit) throws SQLException {
    String number = visit.call().path("receipt");
    return number.matches("[1-9][0-9]{0,17}")
        ? receipts.one(Long.parseLong(number))
        : Optional.empty();
  }

  private Reply look(Visit visit) throws SQLException {
    Optional<One> one = find(visit);
    return one.isEmpty() ? gone() : Reply.page("receipt", single(visit, one.get(), null, false));
  }

  private static Reply gone() {
    return new Reply.Refusal(
        404, "No unmatched receipt has this number: it may have found its message meanwhile.");
  }

  private Single single(Visit visit, One one, @Nullable String problem, boolean mayForce)
      throws SQLException {
    Trace trace = traces.trace(one.parked());
    Times times = visit.times();
    List<String> words =
        Explanation.of(one, trace).stream()
            .map(sentence ->
                INSTANT
                    .matcher(sentence)
                    .replaceAll(at -> times.exact(Instant.parse(at.group())).replace("$", "")))
            .toList();
    return new Single(
        one, trace, words, problem, problem == null ? "" : visit.field("message"), mayForce);
  }

  private Reply assign(Visit visit) throws SQLException {
    Optional<One> one = find(visit);
    if (one.isEmpty()) {
      return gone();
    }
    String message = visit.field("message");
    String part = visit.field("part").isEmpty() ? "1" : visit.field("part");
    if (!UUID_FORM.matcher(message).matches() || !part.matches("[1-9][0-9]{0,2}")) {
      return again(
          visit,
          one.get(),
          "Write the id of a message, as 019a9d2c-7f00-7000-8000-0000000000a0, and a part from 1.",
          false);
    }
    try {
      decisions.assign(
          one.get().number(),
          UUID.fromString(message),
          Integer.parseInt(part),
          visit.isTicked("force"),
          visit.by(visit.person().email(), null));
    } catch (Refused no) {
      String why = String.valueOf(no.getMessage());
      return again(visit, one.get(), sentence(why), why.contains("force"));
    }
    assigned.run();
    return Reply.to(
        PATH + "/" + one.get().number(), "Assigned. It is recorded within some seconds.");
  }

  private Reply again(Visit visit, One one, String problem, boolean mayForce) throws SQLException {
    return Reply.again("receipt", single(visit, one, problem, mayForce));
  }

  private static String sentence(String why) {
    return Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".";
  }

  private Reply discard(Visit visit) throws SQLException, Refused {
    Optional<One> one = find(visit);
    if (one.isEmpty()) {
      return gone();
    }
    String why = visit.field("why");
    if (why.length() > ReceiptDecisions.WHY_MAX) {
      return again(
          visit,
          one.get(),
          "Say why in at most " + ReceiptDecisions.WHY_MAX + " characters.",
          false);
    }
    decisions.discard(List.of(one.get().number()), why, visit.by(visit.person().email(), null));
    return Reply.to(PATH, "Receipt " + one.get().number() + " is discarded.");
  }
}
