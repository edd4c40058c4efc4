package io.waybill.command;

import static io.waybill.command.TestServer.SHOP;
import static io.waybill.command.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.simulator.Options;
import io.waybill.simulator.Simulator;
import io.waybill.store.AdminStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What an operator of the platform does by HTTP while messages flow. */
class AdminApiTest {
  private static final Duration IN_FORCE = Duration.ofSeconds(2);
  private static final String ADMIN = "/api/v1/admin/";

  @TempDir private static Path directory;
  private static TestServer server;
  private static Beside commands;
  private static Simulator operator;
  private static String token;

  @BeforeAll
  static void start() throws IOException, SQLException, AdminStore.Refused {
    server = TestServer.start(directory);
    commands = new Beside(server.configuration());
    operator = Simulator.start(Options.defaults().withLogin("us", "spare-secret"));
    token = token(commands.done("operator create ops"));
    Patience.within(
        IN_FORCE, "the token opens", () -> call("GET", "carriers", "").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    operator.close();
    server.close();
  }

  private static String token(String output) {
    return output
        .lines()
        .filter(l -> l.startsWith("token "))
        .findFirst()
        .orElseThrow()
        .substring(6);
  }

  private static HttpResponse<String> as(String bearer, String method, String path, String body) {
    return server.call(method, ADMIN + path, "", body, "Authorization", "Bearer " + bearer);
  }

  private static HttpResponse<String> call(String method, String path, String body) {
    return as(token, method, path, body);
  }

  private static JsonNode good(int status, String method, String path, String body) {
    HttpResponse<String> answer = call(method, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return json(answer);
  }

  private static String bad(int status, String method, String path, String body) {
    HttpResponse<String> answer = call(method, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    return json(answer).path("detail").asString();
  }

  @Test
  void onlyAnOperatorsTokenOpensItAndItOpensNothingElse() {
    assertThat(as("wrong", "GET", "links", "").statusCode()).isIn(401, 429);
    HttpResponse<String> keyed = server.call("GET", ADMIN + "links", TestServer.ADMIN, "");
    assertThat(keyed.statusCode()).isEqualTo(401);
    assertThat(keyed.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer");
    assertThat(keyed.body()).contains("waybill operator create").doesNotContain("first");
    assertThat(
            server
                .call("GET", "/api/v1/messages", "", "", "Authorization", "Bearer " + token)
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void anOperatorWhoIsDisabledExpiredOrRemovedIsShutOutWithinTwoSeconds() {
    String other = token(commands.done("operator create other"));
    Patience.within(IN_FORCE, "it opens", () -> as(other, "GET", "links", "").statusCode() == 200);
    for (String way : List.of("disable", "enable", "remove")) {
      commands.done("operator " + way + " other");
      boolean opens = way.equals("enable");
      Patience.within(
          IN_FORCE, way, () -> (as(other, "GET", "links", "").statusCode() == 200) == opens);
    }
    String brief = token(commands.done("operator create brief --expires 2s"));
    Patience.within(IN_FORCE, "it opens", () -> as(brief, "GET", "links", "").statusCode() == 200);
    Patience.within(
        Duration.ofSeconds(5), "it ends", () -> as(brief, "GET", "links", "").statusCode() != 200);
    assertThat(as(token, "GET", "links", "").statusCode())
        .as("many wrong tokens from an address do not shut a right one out")
        .isEqualTo(200);
    assertThat(commands.done("operator list")).contains("ops", "brief", "expired");
    assertThat(commands.refused("operator create ops")).contains("already");
    assertThat(commands.refused("operator create Ops!")).contains("a-z");
  }

  @Test
  void aLinkIsMadeReadChangedPausedAndRemovedWhileTheOthersStayBound() {
    long binds = operator.binds();
    String document =
        "{\"host\":\"127.0.0.1\",\"port\":%d,\"system_id\":\"us\",\"password\":\"spare-secret\"}"
            .formatted(operator.port());
    JsonNode made = good(201, "PUT", "links/spare", document);
    assertThat(made.path("window").asInt()).isEqualTo(100);
    assertThat(made.toString()).doesNotContain("spare-secret");
    Patience.within(IN_FORCE, "it binds", () -> operator.binds() == binds + 1);
    Patience.within(
        IN_FORCE,
        "and says so",
        () -> good(200, "GET", "links/spare", "").at("/live/state").asString().equals("bound"));

    assertThat(good(200, "PUT", "links/spare", document)).isNotNull();
    JsonNode patched = good(200, "PATCH", "links/spare", "{\"window\":7,\"rate_per_second\":50}");
    assertThat(patched.path("window").asInt()).isEqualTo(7);
    assertThat(patched.path("system_id").asString()).isEqualTo("us");
    JsonNode read = good(200, "GET", "links/spare", "");
    assertThat(good(200, "PUT", "links/spare", read.toString()).path("window").asInt())
        .as("what was read can be sent back")
        .isEqualTo(7);

    assertThat(good(200, "POST", "links/spare/pause", "").path("standing").asString())
        .isEqualTo("paused");
    assertThat(good(200, "POST", "links/spare/drain", "").path("standing").asString())
        .isEqualTo("draining");
    assertThat(good(200, "POST", "links/spare/resume", "").path("standing").asString())
        .isEqualTo("open");
    assertThat(operator.binds()).as("one bind through all of it").isEqualTo(binds + 1);

    good(200, "DELETE", "links/spare", "");
    Patience.within(
        IN_FORCE, "it is gone", () -> !good(200, "GET", "links", "").toString().contains("spare"));
    assertThat(good(200, "GET", "links/first", "").at("/live/state").asString()).isEqualTo("bound");
    Patience.within(
        IN_FORCE,
        "one link is left",
        () -> good(200, "GET", "carriers/default", "").at("/live/links_bound").asInt() == 1);
  }

  @Test
  void whatCannotBeIsToldInWordsAndChangesNothing() {
    assertThat(bad(400, "PUT", "links/x", "{\"host\":\"h\",\"windw\":5,\"port\":0}"))
        .contains("windw is not known: did you mean window", "port must be a whole number");
    assertThat(bad(409, "PUT", "links/x", "{\"host\":\"h\",\"carrier\":\"none\"}"))
        .contains("carrier of link");
    assertThat(bad(404, "GET", "links/none", "")).contains("No link is named none.");
    assertThat(bad(404, "PATCH", "links/none", "{}")).contains("none");
    assertThat(bad(404, "DELETE", "routes/none", "")).contains("none");
    assertThat(bad(404, "GET", "lorries", "")).contains("accounts, keys, carriers");
    assertThat(bad(409, "DELETE", "carriers/default", "")).contains("stays");
    assertThat(bad(409, "DELETE", "accounts/shop", "")).contains("disable it instead");
    assertThat(bad(404, "POST", "accounts/shop/pause", "")).contains("Only carriers and links");
    assertThat(bad(400, "PUT", "links/x", "[1]")).contains("object");
    assertThat(bad(400, "PUT", "links/x", "{\"name\":\"y\",\"host\":\"h\"}")).contains("renamed");
    assertThat(bad(400, "GET", "links?limit=0", "")).contains("limit");
    assertThat(bad(400, "POST", "apply?dry_run=yes", "{}")).contains("true or false");
    assertThat(bad(400, "PUT", "keys/k1", "{\"account\":\"shop\",\"sender\":\"no good sender!\"}"))
        .contains("sender must be");
    assertThat(bad(409, "PUT", "keys/k1", "{\"account\":\"shop\",\"password\":\"short\"}"))
        .contains("at least 16");
    assertThat(bad(409, "PUT", "keys/" + SHOP.split(":", 2)[0], "{\"account\":\"other\"}"))
        .contains("belongs to account shop");
    assertThat(good(200, "GET", "links", "").toString()).doesNotContain("\"name\":\"x\"");
  }

  @Test
  void anAccountAndItsKeyAreMadeAndSendAndAreShutOut() {
    good(201, "PUT", "accounts/new%20shop", "{\"content_days\":7}");
    JsonNode key = good(201, "PUT", "keys/new1", "{\"account\":\"new shop\",\"sender\":\"New\"}");
    String who = "new1:" + key.path("password").asString();
    assertThat(key.path("password").asString()).hasSize(32);
    Patience.within(IN_FORCE, "the key opens", () -> status(who) == 201);
    assertThat(good(200, "GET", "keys/new1", "").has("password")).isFalse();

    String rotated =
        good(200, "POST", "keys/new1/rotate", "{\"overlap_seconds\":0}")
            .path("password")
            .asString();
    Patience.within(IN_FORCE, "the new password opens", () -> status("new1:" + rotated) == 201);
    assertThat(status(who)).isEqualTo(401);

    good(200, "PATCH", "accounts/new%20shop", "{\"enabled\":false}");
    Patience.within(IN_FORCE, "it is shut out", () -> status("new1:" + rotated) == 401);
    assertThat(good(200, "GET", "changes?kind=key&name=new1", "").toString())
        .contains("rotate", "create", "\"who\":\"ops\"", "\"via\":\"api\"")
        .doesNotContain(rotated)
        .doesNotContain(key.path("password").asString());
  }

  private static int status(String who) {
    return server
        .call(
            "POST",
            "/v1/omnimessage",
            who,
            "{\"to\":\"+37255555501\",\"messages\":[{\"text\":\"Hello\"}]}")
        .statusCode();
  }

  @Test
  void aWholeDocumentIsAppliedOnceAndADryRunChangesNothing() {
    String document =
        """
        {"carriers":{"south":{}},
         "routes":{"it":{"country":"IT","carrier":"south"}},
         "accounts":{"applied":{}},
         "keys":{"applied1":{"account":"applied"}}}
        """;
    JsonNode dry = good(200, "POST", "apply?dry_run=true", document);
    assertThat(dry.path("changes")).hasSize(4);
    assertThat(dry.path("passwords")).isEmpty();
    assertThat(good(200, "GET", "carriers", "").toString()).doesNotContain("south");

    JsonNode done = good(200, "POST", "apply", document);
    assertThat(done.at("/passwords/applied1").asString()).hasSize(32);
    assertThat(good(200, "POST", "apply", document).path("changes")).isEmpty();

    JsonNode pruned =
        good(200, "POST", "apply?prune=true", "{\"routes\":{},\"carriers\":{\"default\":{}}}");
    assertThat(pruned.path("changes").toString()).contains("\"it\"", "\"south\"", "remove");
    assertThat(good(200, "GET", "carriers", "").toString()).doesNotContain("south");
  }

  @Test
  void operatorsWhoChangeDifferentFieldsAtTheSameTimeAllHaveTheirWay() throws Exception {
    good(201, "PUT", "carriers/both", "{}");
    for (int round = 1; round <= 10; round++) {
      int n = round;
      Thread other =
          Thread.startVirtualThread(
              () -> call("PATCH", "carriers/both", "{\"unknown_after_hours\":" + (24 + n) + "}"));
      good(200, "PATCH", "carriers/both", "{\"dialect\":{\"priority\":" + n % 4 + "}}");
      other.join();
      JsonNode both = good(200, "GET", "carriers/both", "");
      assertThat(both.path("unknown_after_hours").asInt()).isEqualTo(24 + n);
      assertThat(both.at("/dialect/priority").asInt()).isEqualTo(n % 4);
    }
    assertThat(bad(400, "PATCH", "carriers/both", "{\"dialect\":{\"priority\":9}}"))
        .contains("priority");
    assertThat(bad(400, "PUT", "accounts/x", "{\"replacements\":{\"a\":null}}"))
        .contains("must be text");
    assertThat(bad(400, "PUT", "accounts/x", "{\"replacements\":{\"a\":\"\\u0000\"}}"))
        .contains("U+0000");
    assertThat(bad(400, "GET", "changes?name=%00", "")).contains("NUL");
  }

  @Test
  void aListIsReadPageByPage() {
    Stream.of("p1", "p2", "p3").forEach(name -> good(201, "PUT", "carriers/" + name, "{}"));
    JsonNode first = good(200, "GET", "carriers?limit=2", "");
    assertThat(first.path("carriers")).hasSize(2);
    String next = first.path("next_after").asString();
    JsonNode second = good(200, "GET", "carriers?limit=1000&after=" + next, "");
    assertThat(second.path("next_after").isNull()).isTrue();
    assertThat(second.at("/carriers/0/name").asString()).isGreaterThan(next);
    JsonNode changes = good(200, "GET", "changes?limit=2", "");
    JsonNode older =
        good(200, "GET", "changes?limit=1&before=" + changes.path("next_before").asString(), "");
    assertThat(older.at("/changes/0/id").asLong()).isLessThan(changes.at("/changes/1/id").asLong());
  }

  @Test
  void aWireLogBeginsWithinTwoSecondsMasksTextsAndEnds() throws IOException {
    good(202, "POST", "links/first/wire-log", "{\"minutes\":1}");
    Patience.within(
        IN_FORCE,
        "it is written",
        () -> good(200, "GET", "links/first", "").at("/live/wire_log").isString());
    Path file = Path.of(good(200, "GET", "links/first", "").at("/live/wire_log").asString());
    server.send("+37255555501");
    Patience.within(
        Duration.ofSeconds(5), "a submit is in it", () -> read(file).contains("submit_sm "));
    assertThat(read(file)).contains("short_message=<").doesNotContain("48656c6c6f");
    good(200, "DELETE", "links/first/wire-log", "");
    Patience.within(Duration.ofSeconds(5), "it ends", () -> read(file).contains("switched off"));

    commands.done("link log first --minutes 1 --texts");
    Patience.within(
        IN_FORCE,
        "another one is written",
        () -> good(200, "GET", "links/first", "").at("/live/wire_log").isString());
    Path second = Path.of(good(200, "GET", "links/first", "").at("/live/wire_log").asString());
    server.send("+37255555501");
    Patience.within(Duration.ofSeconds(5), "with texts", () -> read(second).contains("48656c6c6f"));
    good(200, "PATCH", "links/first", "{\"system_type\":\"anew\"}");
    Patience.within(
        Duration.ofSeconds(10),
        "a link that is made anew is written down, too",
        () ->
            good(200, "GET", "links/first", "").at("/live/wire_log").asString("").endsWith(".log")
                && !good(200, "GET", "links/first", "")
                    .at("/live/wire_log")
                    .asString("")
                    .equals(second.toString()));
    Patience.within(
        Duration.ofSeconds(10),
        "it is bound again",
        () -> good(200, "GET", "links/first", "").at("/live/state").asString().equals("bound"));
    commands.done("link log first --minutes 0");
    assertThat(commands.refused("link log none")).contains("no link is named none");
    assertThat(commands.refused("link log first --minutes 61")).contains("60");
    assertThat(bad(400, "POST", "links/first/wire-log", "{\"minutes\":61}")).contains("1 to 60");
    assertThat(commands.done("changes --kind link --name first")).contains("wire log", "ops");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
