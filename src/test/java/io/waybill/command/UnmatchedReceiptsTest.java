package io.waybill.command;

import static io.waybill.command.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.accept.Described;
import io.waybill.message.Receipt;
import io.waybill.ops.Config;
import io.waybill.store.AdminStore;
import io.waybill.store.ParkedReceipts;
import io.waybill.store.ParkedReceipts.Inbound;
import io.waybill.store.ParkedReceipts.Parked;
import io.waybill.store.Unmatched;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a person does about receipts that match nothing: by command beside a server, by API. */
class UnmatchedReceiptsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String ALL = "/api/v1/receipts/unmatched";
  private static final String NOBODYS = "019a9d2c-7f00-7000-8000-0000000000a0";

  @TempDir private static Path directory;
  private static TestServer server;
  private static Beside commands;
  private static Described described;
  private static String token;
  private static final AtomicInteger NUMBERS = new AtomicInteger(10);

  @BeforeAll
  static void start() throws IOException, SQLException, AdminStore.Refused {
    server = TestServer.start(directory);
    commands = new Beside(server.configuration());
    described = new Described(json(server.call("GET", "/openapi.json", "", "")));
    token =
        commands
            .done("operator create ops")
            .lines()
            .filter(l -> l.startsWith("token "))
            .findFirst()
            .orElseThrow()
            .substring(6);
    Patience.within(
        Duration.ofSeconds(2), "the token opens", () -> call("GET", "", "").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> call(String method, String path, String body) {
    return server.call(method, ALL + path, "", body, "Authorization", "Bearer " + token);
  }

  private static JsonNode answer(int status, String method, String path, String body) {
    HttpResponse<String> answer = call(method, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    String template = ALL + path.replaceFirst("\\?.*", "").replaceFirst("^/[^/]+", "/{id}");
    described.check(method, template, answer);
    return json(answer);
  }

  private static void store(Parked... receipts) {
    with(parked -> parked.park(List.of(receipts)));
  }

  private interface Work {
    void on(ParkedReceipts parked) throws SQLException;
  }

  private static void with(Work work) {
    if (!(Config.load(server.configuration()) instanceof Config.Loaded.Good(var config))) {
      throw new AssertionError("no configuration");
    }
    try (Postgres postgres = Postgres.join(config, Clock.systemUTC())) {
      work.on(new ParkedReceipts(postgres.database()));
    } catch (SQLException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Parked receipt(String id, String source, Unmatched reason) {
    return new Parked(
        "default",
        "first",
        source,
        new Receipt(Receipt.Word.DELIVRD, "000", id, "id:" + id + " stat:DELIVRD text:…"),
        reason,
        reason.sentence(),
        Clock.systemUTC().instant());
  }

  /** The number of the only receipt that is listed under this id. */
  private static long number(String id) {
    JsonNode list = answer(200, "GET", "?id=" + id, "").path("receipts");
    assertThat(list.size()).as(list.toString()).isEqualTo(1);
    return list.path(0).path("id").asLong(0);
  }

  /** A number whose messages are taken and never reported. */
  private static String quiet() {
    return "+372555" + NUMBERS.incrementAndGet() + "505";
  }

  private static String sent(String to) {
    String id = server.send(to);
    Patience.within(SOON, "it is sent", () -> server.state(id).equals("sent"));
    return id;
  }

  @Test
  void byCommandOneIsShownExplainedAndAssigned() {
    String to = quiet();
    String message = sent(to);
    store(receipt("stray-1", to.substring(1), Unmatched.NO_MATCH));
    long number = number("stray-1");

    assertThat(commands.done("receipts"))
        .contains("stray-1", to.substring(1), "nothing was submitted");
    assertThat(commands.done("receipts list --carrier default --link first --reason no_match"))
        .contains("stray-1");
    assertThat(commands.done("receipts list --carrier other")).doesNotContain("stray-1");
    assertThat(commands.refused("receipts list --reason odd")).contains("--reason must be");
    assertThat(commands.refused("receipts list --since yesterday")).contains("is no time as");
    assertThat(commands.done("receipts show " + number))
        .contains("under stray-1 (id_notation auto", "Nothing was found under this id")
        .contains("To this number, waiting for a receipt:", message, "assign it there");

    assertThat(commands.refused("receipts assign 999999 " + message)).contains("has the number");
    assertThat(commands.refused("receipts assign " + number + " " + NOBODYS))
        .contains("no message has the id");
    assertThat(commands.refused("receipts assign " + number + " " + message + " 2"))
        .contains("has no part 2: it has one part");
    String others = sent(quiet());
    assertThat(commands.refused("receipts assign " + number + " " + others))
        .contains("went to another number", "force it");

    assertThat(commands.done("receipts assign " + number + " " + message)).contains("is assigned");
    Patience.within(SOON, "it is delivered", () -> server.state(message).equals("delivered"));
    assertThat(
            json(server.call("GET", "/api/v1/messages/" + message, TestServer.SHOP, ""))
                .path("timeline")
                .toString())
        .contains("\"assigned_by\":\"by hand: ", " via cli\"");
    Patience.within(
        SOON,
        "it says so",
        () -> commands.done("receipts show " + number).contains("and recorded"));
    assertThat(commands.done("receipts")).doesNotContain("stray-1");
    assertThat(commands.done("receipts list --all")).contains("stray-1");
    assertThat(commands.refused("receipts assign " + number + " " + message))
        .contains("is assigned already by");
    assertThat(commands.done("changes")).contains("assign", "receipt " + number);
  }

  @Test
  void byCommandSeveralAreDiscardedAndKeptWithTheReason() {
    store(
        receipt("junk-1", "37255500001", Unmatched.NO_MATCH),
        receipt("junk-2", "", Unmatched.NO_NUMBER));
    long first = number("junk-1");
    long second = number("junk-2");
    assertThat(commands.refused("receipts discard " + first + " 999999"))
        .contains("has the number 999999");
    assertThat(commands.done("receipts")).contains("junk-1");
    assertThat(commands.done("receipts discard " + first + " " + second + " --why tests"))
        .contains("2 discarded");
    assertThat(commands.done("receipts")).doesNotContain("junk-1").doesNotContain("junk-2");
    assertThat(commands.done("receipts show " + second)).contains("Discarded by", ": tests.");
    assertThat(commands.done("changes")).contains("discard", "receipt " + second);
    assertThat(commands.refused("receipts discard " + first)).contains("is discarded already");
  }

  @Test
  void byApiOneIsFoundExplainedForcedAndRecorded() {
    String message = sent(quiet());
    store(receipt("Stray-7", "37258887777", Unmatched.NO_MATCH));
    long number = number("00STRAY-7");
    JsonNode one = answer(200, "GET", "/" + number, "");
    assertThat(one.path("near").size()).isZero();
    assertThat(one.at("/looked_for/forms/0").asString()).isEqualTo("stray-7");
    assertThat(one.path("explanation").toString()).contains("If so, discard it.");

    String assign = "/" + number + "/assign";
    String body = "{\"message_id\":\"" + message + "\"%s}";
    answer(400, "POST", assign, "{\"message_id\":\"x\",\"part\":0,\"force\":1,\"odd\":2}");
    answer(400, "POST", assign, "[]");
    answer(409, "POST", assign, "{\"message_id\":\"" + NOBODYS + "\"}");
    assertThat(answer(409, "POST", assign, body.formatted("")).path("detail").asString(""))
        .contains("went to another number");
    answer(413, "POST", assign, "a".repeat(300_000));
    answer(404, "POST", "/999999/assign", body.formatted(""));
    JsonNode done = answer(200, "POST", assign, body.formatted(",\"part\":1,\"force\":true"));
    assertThat(done.path("standing").asString("")).isIn("assigning", "assigned");
    assertThat(done.at("/decided/by").asString("")).isEqualTo("ops");
    Patience.within(SOON, "it is delivered", () -> server.state(message).equals("delivered"));
    answer(409, "POST", assign, body.formatted(",\"force\":true"));
  }

  @Test
  void byApiTheListIsFilteredAndPaged() {
    for (int i = 1; i <= 3; i++) {
      store(receipt("page-" + i, "3725550000" + i, Unmatched.AMBIGUOUS));
    }
    JsonNode first = answer(200, "GET", "?reason=ambiguous&limit=2", "");
    assertThat(first.path("receipts").size()).isEqualTo(2);
    assertThat(first.at("/receipts/0/carrier_id").asString("")).isEqualTo("page-3");
    JsonNode second =
        answer(
            200,
            "GET",
            "?reason=ambiguous&limit=2&cursor=" + first.path("next_cursor").asString(""),
            "");
    assertThat(second.path("receipts").size()).isEqualTo(1);
    assertThat(second.path("next_cursor").isNull()).isTrue();
    assertThat(answer(200, "GET", "?since=2027-01-01T00:00:00Z", "").path("receipts").size())
        .isZero();
    assertThat(
            answer(200, "GET", "?until=2026-01-01T00:00:00Z&all=true", "").path("receipts").size())
        .isZero();
    JsonNode bad =
        answer(400, "GET", "?limit=0&reason=odd&since=x&all=2&cursor=-&carrier=&odd=1", "");
    assertThat(bad.path("errors").size()).isEqualTo(7);
    long number = number("page-1");
    answer(400, "POST", "/" + number + "/discard", "{\"why\":7}");
    assertThat(answer(200, "POST", "/" + number + "/discard", "").path("standing").asString(""))
        .isEqualTo("discarded");
    answer(409, "POST", "/" + number + "/discard", "{\"why\":\"again\"}");
    answer(413, "POST", "/" + number + "/discard", "a".repeat(300_000));
    answer(404, "POST", "/x/discard", "");
    answer(404, "GET", "/999999", "");
  }

  @Test
  void onlyOperatorsSeeThem() {
    for (String who : List.of("", TestServer.ADMIN)) {
      for (String path : List.of("", "/1")) {
        HttpResponse<String> answer = server.call("GET", ALL + path, who, "");
        assertThat(answer.statusCode()).isEqualTo(401);
        described.check("GET", ALL + path.replace("1", "{id}"), answer);
      }
      for (String verb : Set.of("assign", "discard")) {
        HttpResponse<String> answer = server.call("POST", ALL + "/1/" + verb, who, "{}");
        assertThat(answer.statusCode()).isEqualTo(401);
        described.check("POST", ALL + "/{id}/" + verb, answer);
      }
    }
  }

  @Test
  void whatIsNoReceiptIsListedWithoutItsWords() {
    with(parked ->
        parked.keepInbound(
            List.of(
                new Inbound(
                    "default",
                    "first",
                    "37255512345",
                    "1234",
                    0,
                    0,
                    Clock.systemUTC().instant(),
                    "a secret answer".getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
    assertThat(commands.done("receipts inbound --limit 5"))
        .containsPattern("37255512345 +1234 +0 +15")
        .doesNotContain("secret");
  }

  @Test
  void nothingIsKnownOfNotationsAtFirst() {
    assertThat(commands.done("receipts notations").lines().toList()).hasSize(1);
    assertThat(commands.refused("receipts forget default")).contains("nothing is known");
  }
}
