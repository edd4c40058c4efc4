package io.waybill.webhook;

import io.waybill.account.ApiKey;
import io.waybill.http.Answer;
import io.waybill.http.Call;
import io.waybill.http.ObjectBody;
import io.waybill.http.Style;
import io.waybill.message.Ids;
import io.waybill.store.EndpointStore.Noted;
import io.waybill.store.EndpointStore.Standing;
import io.waybill.store.ReplayStore.Replay;
import io.waybill.store.ReplayStore.Which;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What can be asked about, and done to, the endpoints of an account. */
final class EndpointRoutes {
  private static final String UNKNOWN =
      "There is no entry for this endpoint: one is made when it first fails, or by POST"
          + " /api/v1/endpoints with its URL.";
  private static final int PAGE_MAX = 100;
  private static final int PAGE = 50;

  private final EndpointDesk desk;
  private final InstantSource clock;

  EndpointRoutes(EndpointDesk desk, InstantSource clock) {
    this.desk = desk;
    this.clock = clock;
  }

  /** What may be refused. */
  interface Work {
    Answer go() throws Refusal;
  }

  /** Its answer, or the refusal as one. */
  static Answer answer(Work work) {
    try {
      return work.go();
    } catch (Refusal no) {
      String field = no.field();
      Answer answer =
          field == null
              ? Style.PROBLEM.refuse(no.status(), no.why())
              : Style.PROBLEM.wrong(field, no.why());
      return switch (no.status()) {
        case 429 -> answer.with("Retry-After", "5");
        case 503 -> answer.with("Retry-After", "2");
        default -> answer;
      };
    }
  }

  /** {@code GET /api/v1/endpoints}. */
  Answer list(Call call, ApiKey key) {
    String limit = call.query().all("limit").stream().findFirst().orElse(Integer.toString(PAGE));
    String cursor = call.query().all("cursor").stream().findFirst().orElse("");
    if (!limit.matches("[1-9][0-9]{0,2}") || Integer.parseInt(limit) > PAGE_MAX) {
      return Style.PROBLEM.wrong(
          "limit", "limit must be a whole number from 1 to " + PAGE_MAX + ".");
    }
    if (!cursor.matches("[0-9a-f]{0,32}")) {
      return Style.PROBLEM.wrong("cursor", "cursor must be next_cursor of the page before.");
    }
    List<Noted> page = desk.page(key.accountId(), cursor, Integer.parseInt(limit));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode list = body.putArray("endpoints");
    page.forEach(noted -> list.add(json(noted, EndpointDesk.COUNT_IN_LISTS)));
    boolean perhapsMore = page.size() == Integer.parseInt(limit);
    body.put("next_cursor", perhapsMore ? page.getLast().id() : null);
    return Answer.json(200, body);
  }

  /** {@code GET /api/v1/endpoints/{id}}. */
  Answer one(Call call, ApiKey key) {
    Optional<Noted> noted = find(call, key);
    if (noted.isEmpty()) {
      return Style.PROBLEM.refuse(404, UNKNOWN);
    }
    ObjectNode body = json(noted.get(), desk.waitingMax());
    ArrayNode newest = body.putArray("replays");
    desk.replays(noted.get()).forEach(r -> newest.add(json(r)));
    return Answer.json(200, body);
  }

  /** {@code POST /api/v1/endpoints}: makes the entry of a URL, so that it can be stopped. */
  Answer name(Call call, ApiKey key) {
    return ObjectBody.read(
        call,
        json ->
            answer(() ->
                Answer.json(
                    200,
                    json(
                        desk.name(key.accountId(), json.path("url").asString("")),
                        desk.waitingMax()))));
  }

  /** {@code POST /api/v1/endpoints/{id}/stop}. */
  Answer stop(Call call, ApiKey key) {
    return stand(call, key, noted -> desk.stop(noted, "stopped with key " + key.username()));
  }

  /** {@code POST /api/v1/endpoints/{id}/resume}: also ends the waiting of one that is down. */
  Answer resume(Call call, ApiKey key) {
    return stand(call, key, desk::resume);
  }

  private interface Change {
    Noted of(Noted noted) throws Refusal;
  }

  private Answer stand(Call call, ApiKey key, Change change) {
    Optional<Noted> found = find(call, key);
    return found.isEmpty()
        ? Style.PROBLEM.refuse(404, UNKNOWN)
        : answer(() -> Answer.json(200, json(change.of(found.get()), desk.waitingMax())));
  }

  /** {@code POST /api/v1/endpoints/{id}/replay}. */
  Answer replay(Call call, ApiKey key) {
    Optional<Noted> found = find(call, key);
    if (found.isEmpty()) {
      return Style.PROBLEM.refuse(404, UNKNOWN);
    }
    Noted noted = found.get();
    if (noted.standing() == Standing.STOPPED) {
      return Style.PROBLEM.refuse(409, "The endpoint is stopped: resume it first.");
    }
    return ObjectBody.read(
        call,
        json -> {
          Instant now = clock.instant();
          Optional<Instant> from = time(json.path("from"));
          Optional<Instant> until =
              json.path("until").isMissingNode() ? Optional.of(now) : time(json.path("until"));
          if (from.isEmpty() || until.isEmpty() || from.get().isAfter(until.get())) {
            return Style.PROBLEM.wrong(
                "from",
                "from and until must be times as 2026-11-22T10:00:00Z, from not after until.");
          }
          Optional<Which> which = which(json.path("outcome").asString("given_up"));
          if (which.isEmpty()) {
            return Style.PROBLEM.wrong("outcome", "outcome must be given_up, failed or told.");
          }
          return answer(() ->
              Answer.json(202, json(desk.replay(noted, from.get(), until.get(), which.get()))));
        });
  }

  private Optional<Noted> find(Call call, ApiKey key) {
    return desk.find(key.accountId(), call.path("id"));
  }

  private static Optional<Which> which(String word) {
    return List.of(Which.values()).stream()
        .filter(w -> w.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }

  private static Optional<Instant> time(JsonNode written) {
    try {
      return Optional.of(OffsetDateTime.parse(written.asString("")).toInstant());
    } catch (DateTimeException notOne) {
      return Optional.empty();
    }
  }

  private ObjectNode json(Noted noted, int countMax) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", noted.id());
    body.put("url", noted.url());
    body.put("standing", lower(noted.standing()));
    body.put("stopped_by", noted.stoppedBy() == null ? null : lower(noted.stoppedBy()));
    body.put("since", noted.since().toString());
    body.put("cause", noted.cause());
    body.put("failed_probes", noted.probes());
    body.put("next_probe_at", text(noted.nextProbeAt()));
    body.put("last_success_at", text(noted.lastSuccessAt()));
    body.put("last_failure_at", text(noted.lastFailureAt()));
    body.put("allow_private", noted.allowPrivate());
    body.put("waiting", desk.waiting(noted, countMax));
    body.put("waiting_counted_to", countMax);
    body.put("waiting_max", desk.waitingMax());
    body.put("requests_at_once", desk.requestsAtOnce(noted));
    return body;
  }

  private static ObjectNode json(Replay replay) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", replay.id().toString());
    body.put("progress", lower(replay.progress()));
    body.put("outcome", lower(replay.which()));
    body.put("from", Ids.timeOf(replay.from()).toString());
    body.put("until", Ids.timeOf(replay.until()).toString());
    body.put("reached", Ids.timeOf(replay.cursor()).toString());
    body.put("messages_looked_at", replay.looked());
    body.put("reports_asked_for", replay.asked());
    body.put("problem", replay.problem());
    body.put("made_at", replay.madeAt().toString());
    body.put("ended_at", text(replay.endedAt()));
    return body;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
