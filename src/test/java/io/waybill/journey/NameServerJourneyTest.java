package io.waybill.journey;

import static io.waybill.webhook.ScriptedNames.addresses;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.simulator.Options;
import io.waybill.store.PgEndpointStore;
import io.waybill.webhook.RawCustomer;
import io.waybill.webhook.ScriptedNames;
import io.waybill.webhook.ScriptedNames.Answer;
import io.waybill.webhook.ScriptedNames.Question;
import io.waybill.webhook.ScriptedNames.RecordType;
import io.waybill.webhook.ScriptedNames.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A customer who owns his name server cannot make us call what is inside. */
class NameServerJourneyTest {
  private static final String TO = "+37251234501";

  /** Public by its number; given to nobody, so there is no way to it. */
  private static final String NOWHERE = "2a00::1";

  /** What a name leads to, one answer after the other. */
  private static final Map<String, List<List<String>>> NAMES =
      Map.of(
          "rebinding.test",
          List.of(List.of(NOWHERE), List.of("127.0.0.1")),
          "inside.test",
          List.of(List.of("127.0.0.1")),
          "mixed.test",
          List.of(List.of(NOWHERE, "127.0.0.1"), List.of("192.88.98.1", NOWHERE, "::1")),
          "mapped.test",
          List.of(List.of("::ffff:127.0.0.1")),
          "nat64.test",
          List.of(List.of("64:ff9b::7f00:1")),
          "metadata.test",
          List.of(List.of("169.254.169.254")));

  @TempDir private Path directory;
  private ScriptedNames names;
  private RawCustomer inside;
  private World world;

  @BeforeEach
  void start() throws IOException {
    names = new ScriptedNames(NameServerJourneyTest::answer);
    inside = RawCustomer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    world =
        World.furnish(
            directory, Options.defaults(), port -> Site.link(Site.LINK, port, 100, 0, 60));
    Path file = world.site.configFile();
    Files.writeString(
        file,
        Files.readString(file)
            .replaceAll(
                "callbacks: .*",
                "callbacks: {name_servers: ['127.0.0.1:%d'], connect_timeout: 1s, timeout: 2s}"
                    .formatted(names.port())));
    world.startServer();
  }

  @AfterEach
  void stop() throws IOException {
    world.close();
    inside.close();
    names.close();
  }

  private static Answer answer(Question question) {
    List<List<String>> turns = NAMES.get(question.name());
    if (turns != null) {
      return said(question, turns.get(question.turn() % turns.size()));
    }
    return switch (question.name()) {
      case "alias.test" -> new Answer.Records(List.of(alias(question, "inside.test")));
      case "alias-with-address.test" ->
          new Answer.Records(
              List.of(
                  alias(question, "printer.lan"),
                  new Said("printer.lan", RecordType.A, "127.0.0.1"),
                  new Said("printer.lan", RecordType.AAAA, "::1")));
      case "silent.test" -> new Answer.Silence();
      case "cut.test" -> new Answer.Cut(30);
      case "nonsense.test" -> new Answer.Octets("HTTP/1.1 200 OK\r\n\r\n");
      case "failing.test" -> new Answer.Code(2);
      default -> new Answer.Code(3);
    };
  }

  private static Answer said(Question question, List<String> values) {
    return addresses(question, values.toArray(String[]::new));
  }

  private static Said alias(Question question, String of) {
    return new Said(question.name(), RecordType.CNAME, of);
  }

  private String send(String host) {
    return world.api().send(Api.sms(TO, "hello").put("dlr_url", url(host)));
  }

  private String url(String host) {
    return "http://" + host + ":" + inside.port() + "/reports";
  }

  /** The first try of a report of this message; waits for it. */
  private JsonNode firstTry(String host) {
    String id = send(host);
    Await.until(host + " was tried", () -> !world.events(id, "callback").isEmpty());
    return world.events(id, "callback").getFirst();
  }

  @Test
  void noForbiddenAddressGetsAConnectionWhateverTheNameServerSays() {
    List<String> hosts =
        List.of(
            "rebinding.test",
            "inside.test",
            "mixed.test",
            "mapped.test",
            "nat64.test",
            "metadata.test",
            "alias.test",
            "alias-with-address.test");
    for (String host : hosts) {
      List<String> causes =
          Stream.generate(() -> firstTry(host).path("cause").asString()).limit(3).toList();
      assertThat(causes)
          .as(host)
          .anyMatch(c -> c.contains("the endpoint's address is not allowed"));
      assertThat(names.asked(host)).as("asked for every connection").hasSizeGreaterThanOrEqualTo(6);
    }
    assertThat(inside.connections).hasValue(0);
  }

  @Test
  void theSameNameIsCalledWhereTheOperatorAllowsIt() {
    world.site.database(database ->
        new PgEndpointStore(database)
            .allowPrivate(1, url("inside.test"), true, Clock.systemUTC().instant()));
    Await.until(
        "it is called",
        () ->
            firstTry("inside.test").path("outcome").asString().equals("told")
                && inside.connections.get() > 0);
    assertThat(firstTry("alias.test").path("cause").asString()).contains("is not allowed");
  }

  @Test
  void namesWithoutAnAnswerEndInTimeWithAReason() {
    for (String host : List.of("silent.test", "nonsense.test", "failing.test")) {
      JsonNode failed = firstTry(host);
      assertThat(failed.path("cause").asString())
          .as(host)
          .contains("no name server gave an answer");
      assertThat(failed.path("millis").asInt()).as(host).isLessThan(2_500);
    }
    assertThat(firstTry("cut.test").path("cause").asString()).contains("name");
    assertThat(firstTry("gone.test").path("cause").asString())
        .isEqualTo("the endpoint's name was not found");
    assertThat(inside.connections).hasValue(0);
  }
}
