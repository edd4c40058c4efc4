package io.waybill.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.bench.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** `./waybill bench`, with a load that is small enough for a test. */
class BenchTest {
  @TempDir private Path directory;

  private static JsonNode json(Cli.Ran ran) {
    return TestServer.json(ran.lines().getLast());
  }

  @Test
  void aRunFollowsEveryMessageAndSaysSoInATableAndOneLine() {
    Path data = directory.resolve("kept");
    Cli.Ran ran =
        Cli.run(("bench e2e --messages 80 --connections 4 --warm-up 20 --data " + data).split(" "));
    assertThat(ran.code()).as(ran.err()).isZero();
    JsonNode figures = json(ran);
    assertThat(figures.path("scenario").asString()).isEqualTo("e2e");
    assertThat(figures.path("messages").asInt()).isEqualTo(80);
    assertThat(figures.path("callbacks").asInt()).as("two a message").isEqualTo(160);
    for (String fault : new String[] {"lost", "wrong", "doubled", "refused", "unanswered"}) {
      assertThat(figures.path(fault).asInt(-1)).as(fault).isZero();
    }
    for (String step :
        new String[] {"accept_ms", "answer_to_submit_ms", "receipt_to_callback_ms"}) {
      JsonNode times = figures.path(step);
      assertThat(times.propertyNames()).as(step).containsExactly("p50", "p95", "p99", "max");
      assertThat(times.path("p50").asDouble()).isLessThanOrEqualTo(times.path("max").asDouble());
    }
    assertThat(figures.path("receipt_to_callback_ms").path("max").asDouble()).isPositive();
    assertThat(figures.path("end_to_end_per_s").asInt()).isPositive();
    assertThat(figures.path("cpu_ms_per_message").path("jvm").asDouble()).isPositive();
    assertThat(figures.path("resident_mb").path("max").asInt()).isPositive();
    assertThat(ran.lines()).as("the table").anyMatch(line -> line.startsWith("lost"));
    assertThat(data.resolve("waybill.log")).as("what --data names is kept").exists();
    assertThat(data.resolve("data/postgres/data/postmaster.pid")).as("all ended").doesNotExist();
  }

  @Test
  void receiptsThatWereHeldBackAllComeAtOnce() {
    Cli.Ran ran = Cli.run("bench burst --messages 60 --connections 4 --warm-up 0".split(" "));
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(json(ran).path("burst").path("receipts").asInt()).isEqualTo(60);
    assertThat(json(ran).path("lost").asInt(-1)).isZero();
  }

  @Test
  void whatIsOutOfBoundsIsRefusedInWords() throws java.io.IOException {
    Cli.Ran ran = Cli.run("bench e2e --messages 0 --rate 20001 --connections 501".split(" "));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.complaints())
        .containsExactly(
            "waybill: --messages must be a whole number from 1 to 1000000, not 0.",
            "waybill: --rate must be a whole number from 0 to 20000, not 20001.",
            "waybill: --connections must be a whole number from 1 to 500, not 501.");
    assertThat(Cli.run("bench e2e --seconds 0 --warm-up -1".split(" ")).complaints()).hasSize(2);
    Cli.Ran unknown = Cli.run("bench", "speed");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("'speed' is none of e2e, accept, backlog, burst");
    Files.writeString(directory.resolve("mine"), "something");
    Cli.Ran used = Cli.run("bench", "e2e", "--data", directory.toString());
    assertThat(used.code()).isEqualTo(1);
    assertThat(used.complaints().getFirst()).contains("is not empty");
  }

  @Test
  void everyScenarioIsInTheHelpAndInTheDocument() throws java.io.IOException {
    String help = Cli.run("bench", "--help").out();
    String document = Files.readString(Path.of("docs/performance.md"));
    for (String word : Scenario.words()) {
      assertThat(help).contains(word);
      assertThat(document).contains("| `" + word + "` |");
    }
  }
}
