package io.waybill.admin;

import io.waybill.account.Operator;
import io.waybill.account.Passwords;
import io.waybill.dispatch.Dispatch;
import io.waybill.http.Answer;
import io.waybill.http.Call;
import io.waybill.http.Fault;
import io.waybill.http.Gate;
import io.waybill.http.ObjectBody;
import io.waybill.http.Route;
import io.waybill.http.Style;
import io.waybill.routing.Standing;
import io.waybill.settings.Declared;
import io.waybill.settings.Kind;
import io.waybill.settings.Spec;
import io.waybill.settings.Unusable;
import io.waybill.store.AdminStore;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.Audit;
import io.waybill.store.SetupAdmin;
import io.waybill.store.SetupAdmin.Applied;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /api/v1/admin}: what the platform's operators set while Waybill runs. Every change is one
 * transaction, noted in the audit log, and in force within two seconds.
 */
public final class AdminRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(AdminRoutes.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String BASE = "/api/v1/admin/";
  private static final String ONE = BASE + "{kind}/{name}";
  private static final Duration OVERLAP = Duration.ofHours(24);
  private static final Duration OVERLAP_MAX = Duration.ofDays(30);
  private static final int MINUTES = 5;
  private static final int MINUTES_MAX = 60;

  private final AdminStore store;
  private final Runnable changed;
  private final Gate gate;
  private final Live live;
  private final int contentDays;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param changed to be called after each change, so that it is in force at once
   * @param contentDays of accounts that do not say: {@code messages.content_days}
   */
  public AdminRoutes(
      AdminStore store, Runnable changed, Dispatch dispatch, Gate gate, int contentDays) {
    this.contentDays = contentDays;
    this.store = store;
    this.changed = changed;
    this.gate = gate;
    this.live = new Live(dispatch);
  }

  /** For {@link io.waybill.http.HttpServer}. */
  public List<Route> routes() {
    List<Route> routes =
        new ArrayList<>(
            List.of(
                route("GET", BASE + "changes", this::changes),
                route("POST", BASE + "apply", this::apply),
                route("GET", BASE + "{kind}", this::list),
                route("GET", ONE, this::one),
                route("PUT", ONE, (call, admin) -> put(call, admin, false)),
                route("PATCH", ONE, (call, admin) -> put(call, admin, true)),
                route("DELETE", ONE, this::remove),
                route("POST", BASE + "keys/{name}/rotate", this::rotate),
                route("POST", BASE + "links/{name}/wire-log", this::wireLog),
                route("DELETE", BASE + "links/{name}/wire-log", this::endWireLog)));
    Map<String, Standing> verbs =
        Map.of("pause", Standing.PAUSED, "drain", Standing.DRAINING, "resume", Standing.OPEN);
    verbs.forEach((verb, standing) ->
        routes.add(route("POST", ONE + "/" + verb, (call, admin) -> stand(call, admin, standing))));
    return List.copyOf(routes);
  }

  private interface Work {
    Answer on(Call call, AdminStore admin) throws SQLException, Refused, Unusable;
  }

  private Route route(String method, String pattern, Work work) {
    return Route.operator(method, pattern, gate, (call, operator) -> answer(call, operator, work));
  }

  private Answer answer(Call call, Operator operator, Work work) {
    return during(() -> work.on(call, store.as(new Audit.By(operator.name(), "api"))));
  }

  private interface Answering {
    Answer answer() throws SQLException, Refused, Unusable;
  }

  private static Answer during(Answering work) {
    try {
      return work.answer();
    } catch (Unusable e) {
      return Style.PROBLEM.refuse(
          400, e.problems().stream().map(p -> new Fault(Fault.Code.INVALID, p)).toList());
    } catch (Refused e) {
      return Style.PROBLEM.refuse(409, sentence(String.valueOf(e.getMessage())));
    } catch (SQLException e) {
      LOG.warn("an operator's request failed: {}", e.getMessage());
      return Style.PROBLEM
          .refuse(503, "The database does not answer now; try again.")
          .with("Retry-After", "1");
    }
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
  }

  private static Answer unknown(String what) {
    return Style.PROBLEM.refuse(404, what);
  }

  private static Answer unknownKind() {
    return unknown("There are accounts, keys, carriers, links and routes.");
  }

  private Answer list(Call call, AdminStore admin) throws SQLException {
    Optional<Kind> kind = Kind.ofPlural(call.path("kind"));
    if (kind.isEmpty()) {
      return unknownKind();
    }
    Paging.Asked asked = Paging.read(call);
    if (asked.problem() != null) {
      return Style.PROBLEM.wrong(asked.parameter(), asked.problem());
    }
    List<Spec> all =
        admin.setup().all(kind.get()).values().stream()
            .filter(spec -> spec.name().compareTo(asked.after()) > 0)
            .limit(asked.limit() + 1L)
            .toList();
    boolean isMore = all.size() > asked.limit();
    List<Spec> page = isMore ? all.subList(0, asked.limit()) : all;
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(kind.get().plural(), page.stream().map(shown(admin, kind.get())).toList());
    body.put("next_after", isMore ? page.getLast().name() : null);
    return ok(200, body);
  }

  private Answer one(Call call, AdminStore admin) throws SQLException {
    Optional<Kind> kind = Kind.ofPlural(call.path("kind"));
    if (kind.isEmpty()) {
      return unknownKind();
    }
    return admin
        .setup()
        .find(kind.get(), call.path("name"))
        .map(shown(admin, kind.get()))
        .map(found -> ok(200, found))
        .orElseGet(() -> unknown(kind.get(), call));
  }

  private static Answer unknown(Kind kind, Call call) {
    return unknown("No " + kind.word() + " is named " + call.path("name") + ".");
  }

  /** How those of a kind are shown. */
  private Function<Spec, Map<String, Object>> shown(AdminStore admin, Kind kind)
      throws SQLException {
    Map<String, String> learned = new HashMap<>();
    if (kind == Kind.CARRIER) {
      admin.notations().all().forEach(l -> learned.put(l.carrier(), l.notation().word()));
    }
    return spec -> {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("name", spec.name());
      map.putAll(spec.toMap());
      if (kind == Kind.LINK) {
        map.put("live", live.link(spec.name()));
      } else if (kind == Kind.CARRIER) {
        Map<String, Object> now = live.carrier(spec.name());
        now.put("learned_notation", learned.get(spec.name()));
        map.put("live", now);
      }
      return map;
    };
  }

  private static Answer ok(int status, Map<String, Object> body) {
    return Answer.json(status, JSON.valueToTree(body));
  }

  /** What an answer shows and nobody sets: a document that was read may be sent back as it is. */
  private static Map<String, Object> document(JsonNode json) {
    Map<String, Object> map =
        JSON.convertValue(json, new TypeReference<LinkedHashMap<String, Object>>() {});
    map.remove("live");
    return map;
  }

  private Answer put(Call call, AdminStore admin, boolean merge) {
    Optional<Kind> kind = Kind.ofPlural(call.path("kind"));
    if (kind.isEmpty()) {
      return unknownKind();
    }
    return ObjectBody.read(
        call, json -> during(() -> put(call, admin, kind.get(), document(json), merge)));
  }

  private Answer put(
      Call call, AdminStore admin, Kind kind, Map<String, Object> given, boolean merge)
      throws SQLException, Refused, Unusable {
    SetupAdmin setup = admin.setup();
    String name = call.path("name");
    Object said = given.remove("name");
    if (said != null && !said.equals(name)) {
      return Style.PROBLEM.wrong(
          "name", "name must be the one in the path; nothing can be renamed.");
    }
    Optional<Spec> before = setup.find(kind, name);
    if (merge && before.isEmpty()) {
      return unknown(kind, call);
    }
    Function<Spec, Map<String, Object>> shown = shown(admin, kind);
    if (merge) {
      setup.change(kind, name, now -> read(kind, name, Patch.merge(now, given)));
      changed.run();
      return ok(200, shown.apply(setup.find(kind, name).orElseThrow()));
    }
    Declared one = read(kind, name, given);
    Applied applied = setup.apply(one, false, false);
    // Nothing that can fail comes between: a password that was made up is shown only here.
    Map<String, Object> body = shown.apply(Objects.requireNonNull(one.of(kind).get(name)));
    body.putAll(password(applied, name));
    changed.run();
    return ok(before.isEmpty() ? 201 : 200, body);
  }

  private Declared read(Kind kind, String name, Map<String, Object> fields) throws Unusable {
    return Documents.read(Map.of(kind.plural(), Map.of(name, fields)), contentDays);
  }

  private static Map<String, Object> password(Applied applied, String name) {
    String password = applied.passwords().get(name);
    return password == null ? Map.of() : Map.of("password", password);
  }

  private Answer remove(Call call, AdminStore admin) throws SQLException, Refused {
    Optional<Kind> kind = Kind.ofPlural(call.path("kind"));
    if (kind.isEmpty()) {
      return unknownKind();
    }
    if (admin.setup().find(kind.get(), call.path("name")).isEmpty()) {
      return unknown(kind.get(), call);
    }
    admin.setup().remove(kind.get(), call.path("name"));
    changed.run();
    return ok(200, Map.of("removed", call.path("name")));
  }

  private Answer stand(Call call, AdminStore admin, Standing standing)
      throws SQLException, Refused {
    Optional<Kind> kind =
        Kind.ofPlural(call.path("kind")).filter(k -> k == Kind.CARRIER || k == Kind.LINK);
    if (kind.isEmpty()) {
      return unknown("Only carriers and links are paused, drained and resumed.");
    }
    SetupAdmin setup = admin.setup();
    String name = call.path("name");
    if (setup.find(kind.get(), name).isEmpty()) {
      return unknown(kind.get(), call);
    }
    setup.stand(kind.get(), name, standing);
    changed.run();
    return ok(200, shown(admin, kind.get()).apply(setup.find(kind.get(), name).orElseThrow()));
  }

  private Answer apply(Call call, AdminStore admin) {
    Optional<Boolean> dryRun = flag(call, "dry_run");
    Optional<Boolean> prune = flag(call, "prune");
    if (dryRun.isEmpty() || prune.isEmpty()) {
      return Style.PROBLEM.wrong(dryRun.isEmpty() ? "dry_run" : "prune", "write true or false.");
    }
    return ObjectBody.read(
        call,
        json ->
            during(() -> {
              Declared declared = Documents.read(document(json), contentDays);
              Applied applied = admin.setup().apply(declared, prune.get(), dryRun.get());
              if (!dryRun.get()) {
                changed.run();
              }
              Map<String, Object> body = new LinkedHashMap<>();
              body.put("dry_run", dryRun.get());
              body.put("changes", applied.differences().stream().map(Changes::json).toList());
              body.put("passwords", applied.passwords());
              return ok(200, body);
            }));
  }

  private static Optional<Boolean> flag(Call call, String name) {
    String text = call.query().all(name).stream().findFirst().orElse("false");
    return text.equals("true") || text.equals("false")
        ? Optional.of(Boolean.valueOf(text))
        : Optional.empty();
  }

  private Answer changes(Call call, AdminStore admin) throws SQLException {
    Paging.Asked asked = Paging.read(call);
    if (asked.problem() != null) {
      return Style.PROBLEM.wrong(asked.parameter(), asked.problem());
    }
    for (String filter : List.of("kind", "name")) {
      if (Paging.first(call, filter, "").indexOf('\0') >= 0) {
        return Style.PROBLEM.wrong(filter, filter + " must not contain NUL.");
      }
    }
    return ok(200, Changes.page(admin, call, asked.limit(), asked.below()));
  }

  private Answer rotate(Call call, AdminStore admin) {
    return ObjectBody.read(
        call,
        json ->
            during(() -> {
              JsonNode seconds = json.path("overlap_seconds");
              long overlap = seconds.isMissingNode() ? OVERLAP.toSeconds() : seconds.asLong(-1);
              if (overlap < 0 || overlap > OVERLAP_MAX.toSeconds()) {
                return Style.PROBLEM.wrong(
                    "overlap_seconds", "overlap_seconds must be a whole number from 0 to 2592000.");
              }
              String name = call.path("name");
              if (admin.setup().find(Kind.KEY, name).isEmpty()) {
                return unknown(Kind.KEY, call);
              }
              String password = Passwords.fresh(random);
              admin.rotateKey(name, password, Duration.ofSeconds(overlap));
              changed.run();
              return ok(200, Map.of("name", name, "password", password));
            }));
  }

  private Answer wireLog(Call call, AdminStore admin) {
    return ObjectBody.read(
        call,
        json ->
            during(() -> {
              JsonNode given = json.path("minutes");
              long minutes = given.isMissingNode() ? MINUTES : given.asLong(-1);
              JsonNode texts = json.path("texts");
              if (minutes < 1 || minutes > MINUTES_MAX) {
                return Style.PROBLEM.wrong(
                    "minutes", "minutes must be a whole number from 1 to 60.");
              }
              if (!texts.isMissingNode() && !texts.isBoolean()) {
                return Style.PROBLEM.wrong("texts", "texts must be true or false.");
              }
              String name = call.path("name");
              if (admin.setup().find(Kind.LINK, name).isEmpty()) {
                return unknown(Kind.LINK, call);
              }
              admin.wireOrders().order(name, Duration.ofMinutes(minutes), texts.asBoolean(false));
              changed.run();
              return ok(202, Map.of("link", name, "minutes", minutes));
            }));
  }

  private Answer endWireLog(Call call, AdminStore admin) throws SQLException, Refused {
    String name = call.path("name");
    if (admin.setup().find(Kind.LINK, name).isEmpty()) {
      return unknown(Kind.LINK, call);
    }
    admin.wireOrders().cancel(name);
    changed.run();
    return ok(200, Map.of("link", name));
  }
}
