package io.waybill.accept;

import static io.waybill.command.TestServer.OTHER;
import static io.waybill.command.TestServer.READS;
import static io.waybill.command.TestServer.SENDS;
import static io.waybill.command.TestServer.SHOP;
import static io.waybill.command.TestServer.SLOW;
import static io.waybill.command.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.command.Patience;
import io.waybill.command.TestServer;
import io.waybill.http.Route;
import io.waybill.store.AdminStore;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a whole server answers, with PostgreSQL and an operator behind it, is what it says of itself
 * in its OpenAPI document.
 */
class WholeServerAnswersTest {
  private static final String SEND = "/v1/omnimessage";
  private static final String STATUS = "/v1/omnimessage/{id}/status";
  private static final String CANCEL = "/v1/omnimessage/{id}";
  private static final String LIST = "/api/v1/messages";
  private static final String ONE = "/api/v1/messages/{id}";
  private static final String NOBODYS = "019a9d2c-7f00-7000-8000-0000000000a0";
  private static final String BODY =
      "{\"to\":\"%s\",\"reference\":\"order 1\",\"dlr_url\":\"http://127.0.0.1:9/x\","
          + "\"messages\":[{\"channel\":\"sms\",\"text\":\"Hello\"}]%s}";

  private static final Set<String> OWN =
      Set.of(SEND, STATUS, CANCEL, ONE, LIST, "/health/live", "/metrics", "/openapi.yaml");

  private TestServer server;
  private Described described;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException, SQLException, AdminStore.Refused {
    server = TestServer.start(directory);
    described = new Described(json(call("GET", "/openapi.json", "", "")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyRouteIsDescribedAndEveryDescriptionIsServed() {
    Set<String> served = new TreeSet<>();
    // Pages for people are no API: what each needs is tried by PageIsolationTest.
    server.routes().stream()
        .filter(route -> route.access() != Route.Access.PAGE)
        .forEach(route -> served.add(route.method() + " " + route.pattern()));
    Set<String> written = new TreeSet<>();
    json(call("GET", "/openapi.json", "", ""))
        .get("paths")
        .forEachEntry((path, methods) ->
            methods
                .propertyNames()
                .forEach(m -> written.add(m.toUpperCase(Locale.ROOT) + " " + path)));
    assertThat(written).isEqualTo(served);
  }

  @Test
  void everyAnswerIsAsTheDocumentDescribesIt() {
    List<String> ids = everyOutcome();
    for (String id : ids) {
      check("GET", STATUS, id, SHOP);
      check("GET", ONE, id, SHOP);
    }
    refusals(ids.getFirst());
    lists(ids);
    for (String path : List.of("/health/live", "/health/ready", "/metrics", "/openapi.yaml")) {
      described.check("GET", path, call("GET", path, "", ""));
    }
    Set<String> missing = described.described();
    missing.removeAll(described.seen());
    // The other routes have tests of their own.
    missing.removeIf(answer -> !OWN.contains(answer.split(" ", 3)[1]));
    missing.removeIf(answer -> answer.startsWith("post " + LIST));
    // What needs a broken or overloaded database, or the document itself: see OpenApiTest.
    missing.removeIf(answer -> answer.matches(".* (408|429|500|503)") || answer.contains(".json"));
    assertThat(missing).isEmpty();
  }

  /** A message in each state that one can be in; their ids. */
  private List<String> everyOutcome() {
    List<String> ids = new ArrayList<>();
    sent("+37255555508", ",\"time_to_send\":\"never\"", 400);
    String later = ",\"time_to_send\":\"" + tomorrow() + "\"";
    ids.add(sent("+37255555508", later, 201));
    String cancelled = sent("+37255555508", later, 201);
    described.check("DELETE", CANCEL, call("DELETE", "/v1/omnimessage/" + cancelled, SHOP, ""));
    ids.add(cancelled);
    String[][] outcomes = {
      {"01", "delivered"},
      {"02", "undelivered"},
      {"03", "expired"},
      {"04", "rejected"},
      {"05", "sent"},
      {"06", "accepted"},
      {"07", "refused"},
    };
    for (String[] outcome : outcomes) {
      String id = sent("+372555555" + outcome[0], "", 201);
      Patience.within(
          Duration.ofSeconds(10), outcome[1], () -> server.state(id).equals(outcome[1]));
      ids.add(id);
    }
    assertThat(server.state(ids.getFirst())).isEqualTo("scheduled");
    assertThat(server.state(cancelled)).isEqualTo("cancelled");
    return ids;
  }

  private static String tomorrow() {
    return java.time.Clock.systemUTC().instant().plus(Duration.ofDays(1)).toString();
  }

  private String sent(String to, String more, int status) {
    HttpResponse<String> response = call("POST", SEND, SHOP, BODY.formatted(to, more));
    described.check("POST", SEND, response);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return json(response).at("/messages/0/message_id").asString("");
  }

  private void refusals(String scheduled) {
    String body = BODY.formatted("+37255555501", "");
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> once = server.call("POST", SEND, SHOP, body, "Idempotency-Key", "k");
      described.check("POST", SEND, once);
      assertThat(once.headers().firstValue("Idempotent-Replayed").isPresent()).isEqualTo(i == 1);
    }
    described.check("POST", SEND, server.call("POST", SEND, SHOP, "{}", "Idempotency-Key", "k"));
    described.check("POST", SEND, call("POST", SEND, SHOP, "x".repeat(9_000_000)));
    described.check("POST", SEND, call("POST", SEND, "", body));
    for (String who : List.of(SHOP, OTHER, SHOP + "x")) {
      String id = who.equals(SHOP) ? NOBODYS : scheduled;
      check("GET", STATUS, id, who);
      check("DELETE", CANCEL, id, who);
      check("GET", ONE, id, who);
    }
    for (String answer : described.described()) {
      String[] words = answer.split(" ", 3);
      if (words[2].equals("429") && OWN.contains(words[1])) {
        tooMany(words[0].toUpperCase(Locale.ROOT), words[1]);
      }
    }
    described.check("POST", SEND, call("POST", SEND, READS, body));
    check("DELETE", CANCEL, scheduled, READS);
    check("GET", STATUS, scheduled, SENDS);
    check("GET", ONE, scheduled, SENDS);
    check("GET", LIST, "", SENDS);
    described.check("GET", LIST, call("GET", LIST, "", ""));
    described.check("GET", LIST, call("GET", LIST + "?limit=0", SHOP, ""));
  }

  /** Two in the same second are one too many for this key. */
  private void tooMany(String method, String template) {
    HttpResponse<String> response;
    do {
      response = call(method, template.replace("{id}", NOBODYS), SLOW, "");
    } while (response.statusCode() != 429);
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
    described.check(method, template, response);
  }

  private void lists(List<String> ids) {
    for (String query :
        List.of(
            "?limit=2",
            "?state=delivered,undelivered&state=rejected",
            "?recipient=" + URLEncoder.encode("+37255555501", StandardCharsets.UTF_8),
            "?reference=order+1&from=2026-01-01",
            "?until=2026-01-01")) {
      described.check("GET", LIST, call("GET", LIST + query, SHOP, ""));
    }
    List<String> listed = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      HttpResponse<String> page = call("GET", LIST + "?limit=3" + cursor, SHOP, "");
      described.check("GET", LIST, page);
      json(page).get("messages").forEach(m -> listed.add(m.get("id").stringValue()));
      String next = json(page).get("next_cursor").asString("");
      cursor = next.isEmpty() ? null : "&cursor=" + next;
    }
    assertThat(listed).hasSize(ids.size() + 1).doesNotHaveDuplicates().containsAll(ids);
  }

  private void check(String method, String template, String id, String who) {
    String path = template.replace("{id}", id.toLowerCase(Locale.ROOT));
    described.check(method, template, call(method, path, who, ""));
  }

  private HttpResponse<String> call(String method, String path, String who, String body) {
    return server.call(method, path, who, body);
  }
}
