package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.journey.Operator.Arrival;
import io.waybill.simulator.Options;
import io.waybill.simulator.Outcomes;
import io.waybill.simulator.Plan;
import io.waybill.simulator.Receipt;
import io.waybill.smpp.Status;
import io.waybill.store.StoredTimeline;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JourneyTest {
  private static final String TO = "+37251234501";

  /// All of them; partitions are looked through with their parents.
  private static final String TABLES =
      "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition";

  @TempDir private Path directory;

  /// @param told words of the reports in order
  private record Forced(String digits, String state, String status, int err, List<String> told) {}

  private static final List<Forced> FORCED =
      List.of(
          new Forced("01", "delivered", "DELIVRD", 0, List.of("ACK 0", "DELIVRD 0")),
          new Forced("02", "undelivered", "UNDELIV", 1, List.of("ACK 0", "UNDELIV 1")),
          new Forced("03", "expired", "EXPIRED", 2, List.of("ACK 0", "EXPIRED 2")),
          new Forced("04", "rejected", "REJECTD", 1, List.of("ACK 0", "REJECTD 1")),
          new Forced("05", "sent", "ACK", 0, List.of("ACK 0")),
          new Forced("06", "delivered", "DELIVRD", 0, List.of("ACK 0", "ACCEPTD 0", "DELIVRD 0")),
          new Forced("07", "refused", "NACK", 3, List.of("NACK 3")));

  @Test
  void everyForcedOutcomeEndsInItsStateAndIsToldInOrder() {
    try (World world = World.start(directory)) {
      world.operator.does(Outcomes.byLastDigits(Operator.SOON, Duration.ofMillis(150)));
      Map<Forced, String> ids = new HashMap<>();
      FORCED.forEach(f -> ids.put(f, world.send("+372512345" + f.digits(), "Tere " + f.digits())));
      ids.forEach((forced, id) -> {
        world.awaits(id, forced.state(), forced.told().toArray(String[]::new));
        JsonNode status = world.api().status(id);
        assertThat(status.path("status").asString()).isEqualTo(forced.status());
        assertThat(status.path("err").asInt()).isEqualTo(forced.err());
        List<JsonNode> timeline = List.copyOf(world.api().message(id).path("timeline").values());
        assertThat(timeline.stream().map(e -> e.path("seq").asInt()).toList())
            .containsExactlyElementsOf(
                java.util.stream.IntStream.rangeClosed(1, timeline.size()).boxed().toList());
        assertThat(timeline.getLast().path("state_after").asString()).isEqualTo(forced.state());
      });
      world.isInOrder();
    }
  }

  @ParameterizedTest
  @CsvSource({"a, 316, 0", "ж, 139, 8"})
  void aLongTextGoesOutUnderOneReferenceAndIsDeliveredWhenAllItsPartsAre(
      String letter, int length, int dataCoding) {
    try (World world = World.start(directory)) {
      world.operator.does(submit -> {
        boolean last = submit.message().payload().at(5) == 3;
        return Plan.accepted(Receipt.after(Duration.ofMillis(last ? 200 : 30), "DELIVRD", 0));
      });
      String id = world.send(TO, letter.repeat(length));
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      List<byte[]> headers =
          world.operator.arrivals(TO).stream().map(JourneyTest::concatenation).toList();
      byte reference = headers.getFirst()[3];
      assertThat(headers)
          .containsExactly(
              new byte[] {5, 0, 3, reference, 3, 1},
              new byte[] {5, 0, 3, reference, 3, 2},
              new byte[] {5, 0, 3, reference, 3, 3});
      assertThat(world.operator.arrivals(TO))
          .allSatisfy(a -> assertThat(a.message().dataCoding()).isEqualTo(dataCoding))
          .allSatisfy(a -> assertThat(a.message().esmClass() & 0x40).isEqualTo(0x40));
      assertThat(world.events(id, "receipt").stream().map(e -> e.path("state_after").asString()))
          .containsExactly("sent", "sent", "delivered");
      world.isInOrder();
    }
  }

  private static byte[] concatenation(Arrival arrival) {
    return arrival.message().payload().slice(0, 6).toByteArray();
  }

  @Test
  void aLongTextIsUndeliveredWhenOneOfItsPartsIs() {
    try (World world = World.start(directory)) {
      world.operator.does(submit -> {
        boolean second = submit.message().payload().at(5) == 2;
        return Plan.accepted(
            Receipt.after(Duration.ofMillis(second ? 30 : 150), second ? "UNDELIV" : "DELIVRD", 0));
      });
      String id = world.send(TO, "a".repeat(316));
      Await.until("all receipts are in", () -> world.events(id, "receipt").size() == 3);
      world.awaits(id, "undelivered", "ACK 0", "UNDELIV 1");
      world.isInOrder();
    }
  }

  @Test
  void aScheduledMessageCanBeCancelledUntilItIsSentAndNeverAfterwards() {
    try (World world = World.start(directory)) {
      String calm = world.api().send(Api.sms(TO, "later").put("time_to_send", inMillis(3_600_000)));
      assertThat(world.api().cancel(calm)).isEqualTo(202);
      assertThat(world.api().cancel(calm)).isEqualTo(404);
      world.awaits(calm, "cancelled", "DELETED 1");

      Map<String, String> texts = new HashMap<>();
      for (int i = 0; i < 40; i++) {
        String text = "race " + i;
        texts.put(
            world.api().send(Api.sms(TO, text).put("time_to_send", inMillis(600 + 25 * i))), text);
      }
      Map<String, Integer> answers = new HashMap<>();
      Await.until("the first ones are sent", () -> !world.operator.arrivals().isEmpty());
      texts.keySet().forEach(id -> answers.put(id, world.api().cancel(id)));
      answers.forEach((id, answer) ->
          Await.until(
              id + " is over",
              () -> world.api().state(id).equals(answer == 202 ? "cancelled" : "delivered")));
      List<String> sent = world.operator.arrivals().stream().map(Arrival::text).toList();
      answers.forEach((id, answer) ->
          assertThat(sent.contains(texts.get(id)))
              .as("sent, answer %s", answer)
              .isEqualTo(answer == 404));
      assertThat(answers.values()).contains(202, 404);
      world.isInOrder();
    }
  }

  private static String inMillis(long millis) {
    return Clock.systemUTC().instant().plusMillis(millis).toString();
  }

  @Test
  void whatExpiresWhileNoLinkIsUpIsNeverSubmitted() {
    int port = Site.freePort();
    try (World world =
        World.furnish(directory, Options.defaults(), _ -> Site.link(Site.LINK, port, 100, 0, 60))) {
      world.startServer();
      var sms = Api.sms(TO, "too late");
      Api.inner(sms).put("ttl", 1);
      String id = world.api().send(sms);
      world.awaits(id, "expired", "EXPIRED 2");
      try (Operator late = new Operator(Options.defaults().withPort(port))) {
        String canary = world.send(TO, "in time");
        world.awaits(canary, "delivered", "ACK 0", "DELIVRD 0");
        assertThat(late.arrivals().stream().map(Arrival::text)).containsExactly("in time");
      }
      world.isInOrder();
    }
  }

  @Test
  void aMessageThatIsThrottledTwiceIsTriedAgainUntilItIsTaken() {
    try (World world = World.start(directory)) {
      world.operator.does(submit ->
          submit.timesSeen() <= 2
              ? Plan.refused(Status.ESME_RTHROTTLED)
              : Plan.accepted(Receipt.after(Operator.SOON, "DELIVRD", 0)));
      String id = world.send(TO, "again and again");
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      assertThat(world.operator.arrivals(TO)).hasSize(3);
      assertThat(world.events(id, "put_off")).hasSize(2);
      assertThat(world.events(id, "claimed")).hasSize(3);
      world.isInOrder();
    }
  }

  @ParameterizedTest
  @CsvSource({"10, 7", "11, 3", "69, 1"})
  void aPermanentErrorRefusesTheMessageAndIsToldAsNack(int commandStatus, int err) {
    try (World world = World.start(directory)) {
      world.operator.does(_ -> Plan.refused(commandStatus));
      String id = world.send(TO, "no");
      world.awaits(id, "refused", "NACK " + err);
      assertThat(world.operator.arrivals(TO)).hasSize(1);
      world.isInOrder();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nostore", "sha256"})
  void aTextThatMustNotBeStoredStandsInNoTable(String store) throws Exception {
    try (World world = World.start(directory)) {
      String word = "Hunnitu" + store;
      String scheduled =
          world
              .api()
              .send(
                  Api.sms(TO, word)
                      .put("text_store", store)
                      .put("time_to_send", inMillis(3_600_000)));
      String id = world.api().send(Api.sms(TO, word).put("text_store", store));
      assertThat(tablesWith(world.site, word)).as("while it waits").isEmpty();
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      Await.until("it is history", () -> world.site.count(StoredTimeline.OVER) == 1);
      assertThat(tablesWith(world.site, word)).as("when it is over").isEmpty();
      assertThat(world.operator.arrivals(TO).getFirst().text()).isEqualTo(word);
      assertThat(world.site.count("SELECT count(*) FROM history WHERE timeline LIKE '%Hunnitu%'"))
          .isZero();
      assertThat(world.api().cancel(scheduled)).isEqualTo(202);
      world.awaits(scheduled, "cancelled", "DELETED 1");
      world.isInOrder();
    }
  }

  /// Looks through every row of every table, as text, for a word and for its SHA-256.
  private static List<String> tablesWith(Site site, String word) throws Exception {
    byte[] utf8 = word.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    HexFormat hex = HexFormat.of();
    String digest = hex.formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(utf8));
    List<String> found = new ArrayList<>();
    try (var db = site.sql();
        var tables = db.createStatement();
        var look = db.createStatement();
        var row = tables.executeQuery(TABLES)) {
      while (row.next()) {
        String table = row.getString(1);
        for (String form : List.of(word, hex.formatHex(utf8), digest)) {
          String query = "SELECT 1 FROM %s t WHERE t::text ILIKE '%%%s%%'".formatted(table, form);
          try (var hit = look.executeQuery(query)) {
            if (hit.next()) {
              found.add(table + " has " + form);
            }
          }
        }
      }
    }
    return found;
  }
}
