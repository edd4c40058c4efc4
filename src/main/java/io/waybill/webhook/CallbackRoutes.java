package io.waybill.webhook;

import io.waybill.account.ApiKey;
import io.waybill.account.Scope;
import io.waybill.http.Answer;
import io.waybill.http.BasicAuth;
import io.waybill.http.Call;
import io.waybill.http.Gate;
import io.waybill.http.ObjectBody;
import io.waybill.http.Route;
import io.waybill.http.Style;
import io.waybill.message.Entry.Report;
import io.waybill.ops.Config;
import io.waybill.store.CallbackSecrets;
import io.waybill.store.CallbackSecrets.Secret;
import io.waybill.store.EndpointStore;
import io.waybill.store.Envelope;
import io.waybill.store.Ledger;
import io.waybill.store.MessageReader;
import io.waybill.store.MessageReader.Found;
import io.waybill.store.ReplayStore;
import io.waybill.store.ReportFormat;
import io.waybill.store.TellingReader;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The routes of this step: endpoints, attempts, replays, tests, settings, secrets. */
public final class CallbackRoutes {
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final String UNKNOWN = "There is no message with this id.";

  private final Parts parts;
  private final EndpointRoutes endpoints;
  private final EndpointDesk desk;
  private final BasicAuth auth;
  private final Retelling again;

  /** What the routes work with. */
  public record Parts(
      Config.Callbacks config,
      Webhook webhook,
      Replays runner,
      Ledger ledger,
      MessageReader messages,
      TellingReader reader,
      EndpointStore endpoints,
      ReplayStore replays,
      CallbackSecrets secrets,
      Gate gate,
      InstantSource clock) {}

  public CallbackRoutes(Parts parts, EndpointDesk desk) {
    this.parts = parts;
    this.desk = desk;
    endpoints = new EndpointRoutes(desk, parts.clock());
    again = new Retelling(parts.ledger(), parts.endpoints(), parts.clock());
    auth = new BasicAuth(parts.gate());
  }

  /** For {@link io.waybill.http.HttpServer}. */
  public List<Route> routes() {
    return List.of(
        route("GET", "/api/v1/endpoints", Scope.READ, endpoints::list),
        route("POST", "/api/v1/endpoints", Scope.ADMIN, endpoints::name),
        route("GET", "/api/v1/endpoints/{id}", Scope.READ, endpoints::one),
        route("POST", "/api/v1/endpoints/{id}/stop", Scope.ADMIN, endpoints::stop),
        route("POST", "/api/v1/endpoints/{id}/resume", Scope.ADMIN, endpoints::resume),
        route("POST", "/api/v1/endpoints/{id}/replay", Scope.ADMIN, endpoints::replay),
        route("GET", "/api/v1/messages/{id}/callbacks", Scope.READ, this::attempts),
        route("POST", "/api/v1/messages/{id}/callbacks/replay", Scope.ADMIN, this::replay),
        route("POST", "/api/v1/callbacks/test", Scope.ADMIN, this::test),
        route("GET", "/api/v1/callbacks/settings", Scope.READ, this::settings),
        route("POST", "/api/v1/callbacks/secret/rotate", Scope.ADMIN, this::rotate));
  }

  private Route route(String method, String pattern, Scope needed, Route.KeyedHandler handler) {
    return Route.keyed(method, pattern, Style.PROBLEM, auth, needed, handler);
  }

  private Optional<Found> find(Call call, ApiKey key) {
    String id = call.path("id");
    if (!UUID_FORM.matcher(id).matches()) {
      return Optional.empty();
    }
    List<Found> chain = parts.messages().find(key.accountId(), UUID.fromString(id));
    return chain.stream()
        .filter(f -> f.envelope().id().toString().equalsIgnoreCase(id))
        .findFirst()
        .or(() -> chain.stream().findFirst());
  }

  private static Told told(Found found) {
    return new Told(found.timeline() == null ? "[]" : found.timeline());
  }

  private Answer attempts(Call call, ApiKey key) {
    Optional<Found> found = find(call, key);
    if (found.isEmpty()) {
      return Style.PROBLEM.refuse(404, UNKNOWN);
    }
    Envelope envelope = found.get().envelope();
    String url = envelope.dlrUrl();
    Told told = told(found.get());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("message_id", envelope.id().toString());
    body.put("url", url);
    body.put("format", envelope.format().name().toLowerCase(Locale.ROOT));
    body.put(
        "endpoint_id",
        url == null ? null : EndpointStore.id(TellingReader.endpoint(envelope.accountId(), url)));
    ArrayNode waiting = body.putArray("waiting");
    found.get().message().waiting().forEach(report -> waiting.add(report.number()));
    boolean isAdmin = key.rights().scopes().contains(Scope.ADMIN);
    ArrayNode list = body.putArray("attempts");
    for (JsonNode attempt : told.attempts()) {
      ObjectNode one = list.addObject();
      for (String name :
          List.of(
              "at",
              "report_number",
              "attempt",
              "outcome",
              "http_status",
              "cause",
              "millis",
              "retry_at")) {
        one.set(name, attempt.path(name).isMissingNode() ? null : attempt.path(name));
      }
      if (isAdmin) {
        one.set("answer", attempt.path("answer").isMissingNode() ? null : attempt.path("answer"));
      }
    }
    return Answer.json(200, body);
  }

  private Answer replay(Call call, ApiKey key) {
    Optional<Found> found = find(call, key);
    if (found.isEmpty()) {
      return Style.PROBLEM.refuse(404, UNKNOWN);
    }
    if (found.get().envelope().dlrUrl() == null) {
      return Style.PROBLEM.refuse(409, "The message has no callback URL: nothing is told.");
    }
    return ObjectBody.read(call, json -> replay(found.get(), json));
  }

  private Answer replay(Found found, JsonNode json) {
    List<Report> all = told(found).reports();
    List<Report> wanted = all;
    JsonNode numbers = json.path("reports");
    if (!numbers.isMissingNode()) {
      List<Integer> asked =
          numbers.isArray() ? numbers.valueStream().map(n -> n.asInt(0)).toList() : List.of();
      wanted = all.stream().filter(r -> asked.contains(r.number())).toList();
      if (wanted.isEmpty() || wanted.size() != asked.size()) {
        return Style.PROBLEM.wrong(
            "reports", "reports must list numbers of this message's reports, once each.");
      }
    }
    UUID id = found.envelope().id();
    return switch (again.ask(id, wanted)) {
      case Retelling.Asked.Done(var message) -> {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("message_id", id.toString());
        ArrayNode waiting = body.putArray("waiting");
        message.waiting().forEach(report -> waiting.add(report.number()));
        yield Answer.json(202, body);
      }
      case Retelling.Asked.NotNow(String why) -> busy(why);
    };
  }

  private Answer test(Call call, ApiKey key) {
    return ObjectBody.read(
        call,
        json -> {
          String url = json.path("url").asString("");
          String format = json.path("format").asString("contract");
          Optional<ReportFormat> known =
              List.of(ReportFormat.values()).stream()
                  .filter(f -> f.name().toLowerCase(Locale.ROOT).equals(format))
                  .findFirst();
          if (known.isEmpty()) {
            return Style.PROBLEM.wrong("format", "format must be contract, classic or product.");
          }
          return EndpointRoutes.answer(
              () -> tried(desk.tryOut(key.accountId(), key.username(), url, known.get())));
        });
  }

  private static Answer tried(EndpointDesk.Tried tried) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    EndpointDesk.Request sent = tried.sent();
    if (sent != null) {
      ObjectNode request = body.putObject("request");
      request.put("method", sent.method());
      request.put("url", sent.url());
      ObjectNode headers = request.putObject("headers");
      sent.headers().forEach(headers::put);
      request.put("body", sent.body());
    }
    body.put("delivered", tried.isGood());
    body.put("http_status", tried.status());
    body.put("answer", tried.answer());
    body.put("cause", tried.cause());
    body.put("millis", tried.millis());
    return Answer.json(200, body);
  }

  private Answer settings(Call call, ApiKey key) {
    Config.Callbacks config = parts.config();
    Secret secret = desk.secret(key.accountId());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode sources = body.putArray("source_addresses");
    if (config.sourceAddress() != null) {
      sources.add(config.sourceAddress());
    }
    ObjectNode signatures = body.putObject("signature_headers");
    signatures.put(Signatures.CONTRACT, "HMAC-SHA256 with the API password, hex");
    signatures.put(Signatures.ID, "the delivery's id, the same on every try");
    signatures.put(Signatures.TIMESTAMP, "Unix seconds of this try");
    signatures.put(
        Signatures.STANDARD, "Standard Webhooks v1 with the account's secret; two while rotating");
    body.put("secret_made_at", secret.madeAt().toString());
    body.put(
        "previous_secret_valid_until",
        secret.hasTwo(parts.clock().instant()) ? String.valueOf(secret.previousUntil()) : null);
    ArrayNode schedule = body.putArray("retry_schedule_seconds");
    Schedule.waits().forEach(wait -> schedule.add(wait.toSeconds()));
    body.put("retry_spread_percent", 20);
    body.put("retried_for_seconds", Schedule.TRIED_FOR.toSeconds());
    body.put("retry_after_max_seconds", Schedule.WAIT_MAX.toSeconds());
    body.put("connect_timeout_seconds", config.connectTimeout().toMillis() / 1000.0);
    body.put("timeout_seconds", config.timeout().toMillis() / 1000.0);
    body.put("requests_at_once", config.concurrencyPerEndpoint());
    body.put("requests_at_once_max", config.concurrencyPerEndpointMax());
    body.put("down_after_failures", Endpoint.DOWN_AFTER);
    body.put("waiting_max", config.waitingMaxPerEndpoint());
    body.put("ports", config.ports());
    body.put("private_addresses_allowed", config.allowPrivateAddresses());
    return Answer.json(200, body);
  }

  private Answer rotate(Call call, ApiKey key) {
    boolean force = call.query().all("force").contains("true");
    return EndpointRoutes.answer(() -> {
      Secret secret = desk.rotate(key.accountId(), force);
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put("secret", secret.current());
      body.put("previous_secret_valid_until", String.valueOf(secret.previousUntil()));
      return Answer.json(200, body);
    });
  }

  private static Answer busy(String why) {
    return Style.PROBLEM.refuse(503, why).with("Retry-After", "2");
  }
}
