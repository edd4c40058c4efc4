package io.waybill.dashboard;

import io.waybill.http.Json;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.Audit;
import io.waybill.store.AuditReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Who did and read what: owners see their account's, operators the whole platform's. */
public final class AuditPages {
  private static final String PATH = "/audit";
  private static final int PAGE = 50;

  /** So many lines a download has at most; another one goes on by time. */
  private static final int DOWNLOAD_MAX = 100_000;

  private static final int ACTOR_MAX = 100;
  private static final List<String> KINDS =
      List.of(
          "account",
          "campaign",
          "carrier",
          "endpoint",
          "key",
          "link",
          "message",
          "operator",
          "person",
          "receipt",
          "report",
          "route",
          "secret",
          "session",
          "view");
  private static final JsonMapper JSON = new JsonMapper();

  private final Desk desk;

  AuditPages(Desk desk) {
    this.desk = desk;
  }

  /** What is asked for, as it stands in the address. */
  public record Asked(String actor, String kind, String from, String until) {
    private String query() {
      StringBuilder query = new StringBuilder();
      Map<String, String> fields =
          Map.of("actor", actor, "kind", kind, "from", from, "until", until);
      for (String name : List.of("actor", "kind", "from", "until")) {
        String value = fields.getOrDefault(name, "");
        if (!value.isEmpty()) {
          query
              .append(query.isEmpty() ? "" : "&")
              .append(name)
              .append('=')
              .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
      }
      return query.toString();
    }

    /** Whether anything is narrowed down. */
    public boolean isNarrow() {
      return !query().isEmpty();
    }
  }

  /**
   * What the page shows.
   *
   * @param older where the next page is; null: this is the last
   * @param newest where the first page is; null: this is it
   */
  public record View(
      List<Audit.Entry> entries,
      List<String> kinds,
      Asked asked,
      String download,
      @Nullable String older,
      @Nullable String newest,
      @Nullable String problem) {
    /** What changed, in short; empty where nothing is told. */
    public List<String> changes(Audit.Entry entry) {
      return AuditPages.changes(entry);
    }
  }

  List<Page> pages() {
    return List.of(
        Page.get(PATH, Need.OWNER, this::show).at(Section.AUDIT, "Audit", 10),
        Page.get("/audit/all", Need.OPERATOR, this::show).at(Section.AUDIT, "Whole platform", 20),
        Page.get(PATH + "/download", Need.OWNER, this::download),
        Page.get("/audit/all/download", Need.OPERATOR, this::download));
  }

  private static boolean isWhole(Visit visit) {
    return visit.call().pathAndQuery().startsWith("/audit/all");
  }

  private Reply show(Visit visit) throws SQLException {
    Asked asked = asked(visit);
    String base = isWhole(visit) ? "/audit/all" : PATH;
    String below = visit.field("below");
    AuditReader.Filter filter;
    try {
      filter = filter(visit, asked);
    } catch (DateTimeException wrong) {
      return Reply.again(
          "audit",
          new View(
              List.of(),
              KINDS,
              new Asked(asked.actor, asked.kind, "", ""),
              base + "/download",
              null,
              null,
              "Write dates as 2026-11-30, the first before the last."));
    }
    long start = below.matches("\\d{1,18}") ? Long.parseLong(below) : Long.MAX_VALUE;
    List<Audit.Entry> entries = desk.audit().page(filter, start, PAGE + 1);
    boolean isMore = entries.size() > PAGE;
    List<Audit.Entry> some = isMore ? entries.subList(0, PAGE) : entries;
    String query = asked.query();
    String joined = query.isEmpty() ? "" : query + "&";
    return Reply.page(
        "audit",
        new View(
            some,
            KINDS,
            asked,
            base + "/download" + (query.isEmpty() ? "" : "?" + query),
            isMore ? base + "?" + joined + "below=" + some.getLast().id() : null,
            start < Long.MAX_VALUE ? base + (query.isEmpty() ? "" : "?" + query) : null,
            null));
  }

  private static Asked asked(Visit visit) {
    String actor = visit.field("actor");
    return new Asked(
        actor.length() > ACTOR_MAX ? actor.substring(0, ACTOR_MAX) : actor,
        KINDS.contains(visit.field("kind")) ? visit.field("kind") : "",
        visit.field("from"),
        visit.field("until"));
  }

  /** Days are those of the person's time zone; the last one counts whole. */
  private static AuditReader.Filter filter(Visit visit, Asked asked) {
    return new AuditReader.Filter(
        isWhole(visit) ? null : visit.account().id(),
        asked.actor.isEmpty() ? null : asked.actor,
        asked.kind.isEmpty() ? null : asked.kind,
        day(visit, asked.from, 0),
        day(visit, asked.until, 1));
  }

  private static @Nullable Instant day(Visit visit, String day, int plus) {
    return day.isEmpty()
        ? null
        : LocalDate.parse(day).plusDays(plus).atStartOfDay(visit.times().zone()).toInstant();
  }

  private Reply download(Visit visit) throws SQLException, Refused {
    AuditReader.Filter filter;
    try {
      filter = filter(visit, asked(visit));
    } catch (DateTimeException wrong) {
      return new Reply.Refusal(422, "Write dates as 2026-11-30.");
    }
    desk.people()
        .note(
            visit.by(visit.person().email(), filter.account()),
            "download",
            "audit",
            isWhole(visit) ? "whole platform" : visit.account().name());
    return new Reply.Download(
        "waybill-audit.jsonl", "application/jsonl", out -> write(filter, out));
  }

  private void write(AuditReader.Filter filter, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    try {
      desk.audit()
          .<IOException>each(
              filter,
              DOWNLOAD_MAX,
              entry -> {
                writer.write(Json.write(json(entry)));
                writer.write('\n');
              });
    } catch (SQLException away) {
      throw new IOException("the database went away while the audit log was read", away);
    }
    writer.flush();
  }

  private static JsonNode json(Audit.Entry entry) {
    ObjectNode line = JSON.createObjectNode();
    line.put("id", entry.id());
    line.put("at", entry.at().toString());
    line.put("actor", entry.by().actor());
    line.put("via", entry.by().via());
    line.put("address", entry.by().address());
    line.put("account", entry.by().account());
    line.put("action", entry.action());
    line.put("kind", entry.kind());
    line.put("name", entry.name());
    line.set("before", JSON.valueToTree(entry.before()));
    line.set("after", JSON.valueToTree(entry.after()));
    return line;
  }

  private static List<String> changes(Audit.Entry entry) {
    List<String> changes = new ArrayList<>();
    Map<String, Object> before = entry.before() == null ? Map.of() : entry.before();
    Map<String, Object> after = entry.after() == null ? Map.of() : entry.after();
    after.forEach((name, value) -> {
      Object was = before.get(name);
      if (before.isEmpty() ? value != null : !java.util.Objects.equals(was, value)) {
        changes.add(before.isEmpty() ? name + ": " + value : name + ": " + was + " → " + value);
      }
    });
    return changes;
  }
}
