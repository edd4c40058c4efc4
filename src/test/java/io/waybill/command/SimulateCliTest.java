package io.waybill.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulator is told what to do, as a person at a terminal does it. */
class SimulateCliTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path directory;
  private Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator = SimulateCommand.start("127.0.0.1", 0, Duration.ofMillis(50));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private Cli.Ran run(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "simulate";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--port";
    all[words.length + 2] = Integer.toString(simulator.port());
    return Cli.run(all);
  }

  private String done(String... words) {
    Cli.Ran ran = run(words);
    assertThat(ran.complaints()).isEmpty();
    assertThat(ran.code()).isZero();
    return ran.out();
  }

  private void refused(String problem, String... words) {
    Cli.Ran ran = run(words);
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.complaints()).anySatisfy(line -> assertThat(line).contains(problem));
  }

  @Test
  void theBuiltInPersonalitiesAreListedEachWithASentence() {
    Cli.Ran ran = Cli.run("simulate", "--list");
    assertThat(ran.code()).isZero();
    assertThat(ran.lines())
        .hasSizeGreaterThan(15)
        .allMatch(line -> line.matches("[a-z]+ +[A-Z].*\\."))
        .anyMatch(line -> line.startsWith("rude "));
  }

  @Test
  void aPersonalityIsSetByNameAndShownAsItIs() {
    assertThat(done("show")).contains("delay: 50ms");
    done("set", "throttling");
    assertThat(done("show")).contains("per_second: 20").doesNotContain("50ms");
    done("set", "rate.per_second=7", "receipts.delay=1s..2s");
    assertThat(done("show")).contains("per_second: 7", "delay: 1s..2s", "queue: 200");
    done("set", "good", "outcomes={percent: {UNDELIV: 30}}");
    assertThat(done("show")).contains("UNDELIV: 30").doesNotContain("per_second");
  }

  @Test
  void aPersonalityIsSetFromAFile() throws IOException {
    Path file = directory.resolve("mine.yaml");
    Files.writeString(file, "like: slow\npersonalities:\n  tele: {like: hex}\n");
    done("set", file.toString(), "seed=9");
    assertThat(done("show")).contains("median 900ms", "tele:", "answer: upper_hex", "seed: 9");
  }

  @Test
  void whatCannotBeSetIsSaidAndChangesNothing() throws IOException {
    String before = done("show");
    refused("rate.per_second must be a whole number", "set", "rate.per_second=fast");
    refused("rate.per_secund is not known: did you mean per_second?", "set", "rate.per_secund=5");
    refused("nor a personality: did you mean good? There are good", "set", "goood");
    Path file = directory.resolve("mine.yaml");
    Files.writeString(file, "rates: {}\n");
    refused("rates is not known: did you mean rate?", "set", file.toString());
    Files.writeString(file, "a: {");
    refused("mine.yaml is no YAML", "set", file.toString());
    Files.writeString(file, "#".repeat(300_000));
    refused("is larger than 262144 octets", "set", file.toString());
    assertThat(done("show")).isEqualTo(before);
  }

  @Test
  void receiptsAreReleasedConnectionsDroppedAndThingsCounted() {
    assertThat(done("release")).isEqualToIgnoringNewLines("released 0 receipts");
    assertThat(done("drop")).isEqualToIgnoringNewLines("dropped 0 connections");
    assertThat(done("counters")).contains("binds 0\n", "receipts_held 0\n");
  }

  @Test
  void aMessageFromAHandsetNeedsSomebodyWhoReceives() {
    refused("nobody is bound who receives", "mo", "+37251234567", "1234", "STOP");
  }

  @Test
  void whereNoSimulatorRunsThatIsSaid() {
    simulator.close();
    refused("no simulator of this user listens for commands on port", "show");
  }

  @Test
  void aFileIsFollowedAndABrokenOneChangesNothing() throws IOException, InterruptedException {
    Path file = directory.resolve("mine.yaml");
    Files.writeString(file, "rate: {per_second: 5}\n");
    try (Child child =
        Child.start(
            directory, "log", "simulate", "--port", "0", "--personality", file.toString())) {
      child.awaitSaid("simulated operator on 127.0.0.1:");
      String port =
          child.said().replaceFirst("(?s).*simulated operator on 127.0.0.1:(\\d+).*", "$1");
      assertThat(Cli.run("simulate", "show", "--port", port).out()).contains("per_second: 5");
      Files.writeString(file, "rate: {per_second: 6}\n");
      Patience.within(
          SOON,
          "the change is in force",
          () -> Cli.run("simulate", "show", "--port", port).out().contains("per_second: 6"));
      Files.writeString(file, "rate: {per_second: many}\n");
      child.awaitSaid("cannot be used, the last good one stays: the personality: rate.per_second");
      assertThat(Cli.run("simulate", "show", "--port", port).out()).contains("per_second: 6");
      Files.delete(file);
      child.awaitSaid("cannot be read");
      Files.writeString(file, "like: hex\n");
      Patience.within(
          SOON,
          "the file is back",
          () -> Cli.run("simulate", "show", "--port", port).out().contains("upper_hex"));
      assertThat(child.terminate()).isEqualTo(Child.TERMINATED);
    }
  }

  @Test
  void aPersonalityThatIsNoneIsRefusedAtTheStart() throws IOException {
    Cli.Ran ran = Cli.run("simulate", "--port", "0", "--personality", "goood");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.complaints())
        .anySatisfy(line -> assertThat(line).contains("did you mean good?"));
    Path file = directory.resolve("mine.yaml");
    Files.writeString(file, "seed: x\nspeed: 1\n");
    Cli.Ran wrong = Cli.run("simulate", "--port", "0", "--personality", file.toString());
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.complaints()).hasSize(2);
  }
}
