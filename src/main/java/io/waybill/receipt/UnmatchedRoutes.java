package io.waybill.receipt;

import io.waybill.account.Operator;
import io.waybill.http.Answer;
import io.waybill.http.Body;
import io.waybill.http.Call;
import io.waybill.http.Fault;
import io.waybill.http.Gate;
import io.waybill.http.Json;
import io.waybill.http.Route;
import io.waybill.http.Style;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.Audit;
import io.waybill.store.ReceiptDecisions;
import io.waybill.store.ReceiptTrace;
import io.waybill.store.Unmatched;
import io.waybill.store.UnmatchedReceipts;
import io.waybill.store.UnmatchedReceipts.Filter;
import io.waybill.store.UnmatchedReceipts.One;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What operators of the platform can ask about unmatched receipts and do about them. */
public final class UnmatchedRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(UnmatchedRoutes.class);
  private static final String ALL = "/api/v1/receipts/unmatched";
  private static final int PAGE = 50;
  private static final int WORD_MAX = 100;
  private static final Style STYLE = Style.PROBLEM;
  private static final Set<String> KNOWN =
      Set.of("carrier", "link", "id", "reason", "since", "until", "all", "cursor", "limit");

  private final UnmatchedReceipts receipts;
  private final ReceiptDecisions decisions;
  private final ReceiptTrace traces;
  private final Runnable assigned;
  private final Gate gate;

  /**
   * @param assigned told when something was assigned, so that it is recorded at once
   */
  public UnmatchedRoutes(
      UnmatchedReceipts receipts,
      ReceiptDecisions decisions,
      ReceiptTrace traces,
      Runnable assigned,
      Gate gate) {
    this.receipts = receipts;
    this.decisions = decisions;
    this.traces = traces;
    this.assigned = assigned;
    this.gate = gate;
  }

  public List<Route> routes() {
    return List.of(
        Route.operator("GET", ALL, gate, (call, _) -> carefully(() -> list(call))),
        Route.operator("GET", ALL + "/{id}", gate, (call, _) -> carefully(() -> one(call))),
        Route.operator(
            "POST",
            ALL + "/{id}/assign",
            gate,
            (call, who) -> carefully(() -> change(call, who, this::assign))),
        Route.operator(
            "POST",
            ALL + "/{id}/discard",
            gate,
            (call, who) -> carefully(() -> change(call, who, this::discard))));
  }

  private interface Work {
    Answer go() throws SQLException;
  }

  private static Answer carefully(Work work) {
    try {
      return work.go();
    } catch (SQLException e) {
      LOG.warn("unmatched receipts cannot be read or changed: {}", e.getMessage());
      return STYLE.refuse(503, "The database does not answer; try again.").with("Retry-After", "2");
    }
  }

  private Answer list(Call call) throws SQLException {
    List<Fault> faults = new ArrayList<>();
    for (String name : call.query().names()) {
      if (!KNOWN.contains(name)) {
        faults.add(fault(name, name + " is not known: there are " + String.join(", ", sorted())));
      }
    }
    Filter filter =
        new Filter(
            word(call, "carrier", faults),
            word(call, "link", faults),
            word(call, "id", faults),
            reason(call, faults),
            time(call, "since", faults),
            time(call, "until", faults),
            all(call, faults),
            number(call, "cursor", Long.MAX_VALUE, Long.MAX_VALUE, faults),
            (int) number(call, "limit", PAGE, UnmatchedReceipts.PAGE_MAX, faults));
    if (!faults.isEmpty()) {
      return STYLE.refuse(400, faults);
    }
    List<One> page = receipts.list(filter);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode list = body.putArray("receipts");
    page.forEach(one -> list.add(UnmatchedJson.line(one)));
    boolean perhapsMore = page.size() == filter.limit();
    body.put("next_cursor", perhapsMore ? Long.toString(page.getLast().number()) : null);
    return Answer.json(200, body);
  }

  private static List<String> sorted() {
    return KNOWN.stream().sorted().toList();
  }

  private Answer one(Call call) throws SQLException {
    Optional<One> one = find(call);
    return one.isEmpty()
        ? unknown()
        : Answer.json(200, UnmatchedJson.whole(one.get(), traces.trace(one.get().parked())));
  }

  private Optional<One> find(Call call) throws SQLException {
    String id = call.path("id");
    return id.matches("[1-9][0-9]{0,17}") ? receipts.one(Long.parseLong(id)) : Optional.empty();
  }

  private static Answer unknown() {
    return STYLE.refuse(
        404, "No unmatched receipt has this number: it may have found its message meanwhile.");
  }

  /** What is done to one; null when it is done. */
  private interface Deed {
    @Nullable Answer to(One one, JsonNode body, Audit.By by) throws SQLException, Refused;
  }

  private Answer change(Call call, Operator who, Deed deed) throws SQLException {
    Optional<One> one = find(call);
    if (one.isEmpty()) {
      return unknown();
    }
    JsonNode body;
    switch (call.body()) {
      case Body.Refused(var status, var detail) -> {
        return STYLE.refuse(status, detail);
      }
      case Body.Text(var text) -> {
        switch (Json.read(text.isBlank() ? "{}" : text)) {
          case Json.Parsed.Malformed(var detail) -> {
            return STYLE.refuse(400, detail);
          }
          case Json.Parsed.Tree(var root, var flaws) -> {
            if (!root.isObject() || !flaws.isEmpty()) {
              return STYLE.refuse(400, "The body must be a JSON object of plain strings.");
            }
            body = root;
          }
        }
      }
    }
    try {
      Answer wrong = deed.to(one.get(), body, new Audit.By(who.name(), "api"));
      return wrong != null
          ? wrong
          : Answer.json(200, UnmatchedJson.line(receipts.one(one.get().number()).orElseThrow()));
    } catch (Refused e) {
      return STYLE.refuse(409, sentence(e));
    }
  }

  private static String sentence(Refused e) {
    String why = String.valueOf(e.getMessage());
    return Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".";
  }

  private @Nullable Answer assign(One one, JsonNode body, Audit.By by)
      throws SQLException, Refused {
    List<Fault> faults = strangers(body, Set.of("message_id", "part", "force"));
    UUID message = uuid(body.path("message_id"));
    if (message == null) {
      faults.add(fault("message_id", "message_id must be the id of a message."));
    }
    JsonNode part = body.path("part");
    if (!part.isMissingNode() && (!part.isInt() || part.intValue() < 1)) {
      faults.add(
          fault("part", "part must be a whole number from 1; without it the first is meant."));
    }
    JsonNode force = body.path("force");
    if (!force.isMissingNode() && !force.isBoolean()) {
      faults.add(fault("force", "force must be true or false."));
    }
    if (message == null || !faults.isEmpty()) {
      return STYLE.refuse(400, faults);
    }
    decisions.assign(one.number(), message, part.asInt(1), force.asBoolean(false), by);
    assigned.run();
    return null;
  }

  private @Nullable Answer discard(One one, JsonNode body, Audit.By by)
      throws SQLException, Refused {
    List<Fault> faults = strangers(body, Set.of("why"));
    JsonNode why = body.path("why");
    boolean isText = why.isMissingNode() || why.isString();
    if (!isText || why.asString("").length() > ReceiptDecisions.WHY_MAX) {
      faults.add(
          fault(
              "why", "why must be a text of at most " + ReceiptDecisions.WHY_MAX + " characters."));
    }
    if (!faults.isEmpty()) {
      return STYLE.refuse(400, faults);
    }
    decisions.discard(List.of(one.number()), why.asString(""), by);
    return null;
  }

  private static List<Fault> strangers(JsonNode body, Set<String> known) {
    List<Fault> faults = new ArrayList<>();
    for (String name : body.propertyNames()) {
      if (!known.contains(name) && faults.size() < 20) {
        faults.add(fault(name, "There is no such field."));
      }
    }
    return faults;
  }

  private static @Nullable UUID uuid(JsonNode node) {
    String text = node.asString("");
    return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
        ? UUID.fromString(text)
        : null;
  }

  private static @Nullable String first(Call call, String name) {
    return call.query().all(name).stream().findFirst().orElse(null);
  }

  private static @Nullable String word(Call call, String name, List<Fault> faults) {
    String word = first(call, name);
    if (word != null && (word.isBlank() || word.length() > WORD_MAX || word.indexOf('\0') >= 0)) {
      faults.add(fault(name, name + " must be 1 to " + WORD_MAX + " characters."));
    }
    return word;
  }

  private static @Nullable Unmatched reason(Call call, List<Fault> faults) {
    String word = first(call, "reason");
    if (word == null) {
      return null;
    }
    for (Unmatched reason : Unmatched.values()) {
      if (reason.word().equals(word)) {
        return reason;
      }
    }
    faults.add(
        fault("reason", "reason must be no_match, ambiguous, no_id, no_number or not_stored."));
    return null;
  }

  private static @Nullable Instant time(Call call, String name, List<Fault> faults) {
    String text = first(call, name);
    if (text == null) {
      return null;
    }
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      if (time.isAfter(Instant.EPOCH) && time.isBefore(Instant.ofEpochSecond(1L << 37))) {
        return time;
      }
    } catch (DateTimeException e) {
      LOG.trace("no time: {}", text);
    }
    faults.add(fault(name, name + " must be a time as 2026-11-22T10:00:00Z."));
    return null;
  }

  private static boolean all(Call call, List<Fault> faults) {
    String all = first(call, "all");
    if (all != null && !all.equals("true") && !all.equals("false")) {
      faults.add(fault("all", "all must be true or false."));
    }
    return "true".equals(all);
  }

  private static long number(Call call, String name, long preset, long max, List<Fault> faults) {
    String text = first(call, name);
    if (text == null) {
      return preset;
    }
    if (!text.matches("[1-9][0-9]{0,17}") || Long.parseLong(text) > max) {
      faults.add(
          fault(
              name,
              name.equals("limit")
                  ? "limit must be a whole number from 1 to " + max + "."
                  : "cursor must be next_cursor of the page before."));
      return preset;
    }
    return Long.parseLong(text);
  }

  private static Fault fault(String source, String detail) {
    return new Fault(Fault.Code.INVALID, detail, source);
  }
}
