package io.waybill.webhook;

import io.waybill.account.ApiKey;
import io.waybill.http.Answer;
import io.waybill.http.Call;
import io.waybill.http.ObjectBody;
import io.waybill.http.Style;
import io.waybill.message.Ids;
import io.waybill.store.EndpointStore;
import io.waybill.store.EndpointStore.Noted;
import io.waybill.store.EndpointStore.Standing;
import io.waybill.store.EndpointStore.StoppedBy;
import io.waybill.store.ReplayStore;
import io.waybill.store.ReplayStore.Progress;
import io.waybill.store.ReplayStore.Replay;
import io.waybill.store.ReplayStore.Which;
import io.waybill.store.TellingReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
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
  private static final int ENTRIES_MAX = 1_000;
  private static final int PAGE_MAX = 100;
  private static final int PAGE = 50;
  private static final int COUNT_IN_LISTS = 10_000;
  private static final int URL_MAX = 2_000;
  private static final int REPLAYS_SHOWN = 5;

  private final EndpointStore store;
  private final TellingReader reader;
  private final ReplayStore replays;
  private final Webhook webhook;
  private final Replays runner;
  private final int waitingMax;
  private final InstantSource clock;

  EndpointRoutes(CallbackRoutes.Parts parts) {
    store = parts.endpoints();
    reader = parts.reader();
    replays = parts.replays();
    webhook = parts.webhook();
    runner = parts.runner();
    waitingMax = parts.config().waitingMaxPerEndpoint();
    clock = parts.clock();
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
    List<Noted> page = store.page(key.accountId(), cursor, Integer.parseInt(limit));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode list = body.putArray("endpoints");
    page.forEach(noted -> list.add(json(noted, COUNT_IN_LISTS)));
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
    ObjectNode body = json(noted.get(), waitingMax);
    ArrayNode newest = body.putArray("replays");
    replays.newest(noted.get().key(), REPLAYS_SHOWN).forEach(r -> newest.add(json(r)));
    return Answer.json(200, body);
  }

  /** {@code POST /api/v1/endpoints}: makes the entry of a URL, so that it can be stopped. */
  Answer name(Call call, ApiKey key) {
    return ObjectBody.read(
        call,
        json -> {
          String url = json.path("url").asString("");
          if (url.length() > URL_MAX || Callback.target(url).isEmpty()) {
            return Style.PROBLEM.wrong(
                "url", "url must be an http or https URL of at most 2,000 characters.");
          }
          String id = EndpointStore.id(TellingReader.endpoint(key.accountId(), url));
          boolean isNew = store.find(key.accountId(), id).isEmpty();
          if (isNew && store.page(key.accountId(), "", ENTRIES_MAX).size() == ENTRIES_MAX) {
            return Style.PROBLEM.refuse(
                409, "The account has " + ENTRIES_MAX + " entries of endpoints already.");
          }
          store.name(key.accountId(), url, clock.instant());
          return Answer.json(200, json(store.find(key.accountId(), id).orElseThrow(), waitingMax));
        });
  }

  /** {@code POST /api/v1/endpoints/{id}/stop}. */
  Answer stop(Call call, ApiKey key) {
    return stand(call, key, StoppedBy.CUSTOMER);
  }

  /** {@code POST /api/v1/endpoints/{id}/resume}: also ends the waiting of one that is down. */
  Answer resume(Call call, ApiKey key) {
    return stand(call, key, null);
  }

  private Answer stand(Call call, ApiKey key, @Nullable StoppedBy by) {
    Optional<Noted> found = find(call, key);
    if (found.isEmpty()) {
      return Style.PROBLEM.refuse(404, UNKNOWN);
    }
    Noted noted = found.get();
    if (by == null && noted.stoppedBy() == StoppedBy.OPERATOR) {
      return Style.PROBLEM.refuse(
          403, "The platform's operator stopped this endpoint: only they can resume it.");
    }
    String why = by == null ? null : "stopped with key " + key.username();
    store.stop(noted.accountId(), noted.url(), by, why, clock.instant());
    webhook.look();
    if (by == null) {
      webhook.hurry(noted.key());
    }
    return Answer.json(
        200, json(store.find(noted.accountId(), noted.id()).orElseThrow(), waitingMax));
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
          UUID first = Ids.firstAt(from.get());
          Replay replay =
              new Replay(
                  UUID.randomUUID(),
                  noted.accountId(),
                  noted.key(),
                  first,
                  Ids.firstAt(until.get()),
                  which.get(),
                  Progress.RUNNING,
                  first,
                  0,
                  0,
                  null,
                  now,
                  null);
          if (!replays.begin(replay)) {
            return Style.PROBLEM.refuse(
                409, "A replay of this endpoint runs already: wait for it.");
          }
          runner.look();
          return Answer.json(202, json(replay));
        });
  }

  private Optional<Noted> find(Call call, ApiKey key) {
    return store.find(key.accountId(), call.path("id").toLowerCase(Locale.ROOT));
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
    body.put("waiting", reader.waitingAt(noted.key(), countMax));
    body.put("waiting_counted_to", countMax);
    body.put("waiting_max", waitingMax);
    body.put("requests_at_once", webhook.limit(noted.key()));
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
