package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.command.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The program is killed and stopped under load; nothing that was accepted may be lost.
class KillTest {
  private static final long SEED = 0x57_41_59L;
  private static final int DEATHS = 20;

  /// So often it is killed once more while it starts, perhaps amidst its recovery.
  private static final int STILLBORN_EVERY = 10;

  private static final int CLIENTS = 12;
  private static final int PER_SECOND = 200;

  @TempDir private Path directory;

  @Test
  void twentyKillsUnderLoadLoseNothing() {
    SplittableRandom random = new SplittableRandom(SEED);
    Path log = log("kill");
    try (Storm storm = new Storm(directory, SEED)) {
      Program program = Program.start(storm.site, log);
      try {
        storm.load.begin(CLIENTS, PER_SECOND);
        for (int death = 1; death <= DEATHS; death++) {
          storm.rage(300 + random.nextInt(1_200));
          assertThat(program.isAlive()).as("alive before kill %d, seed %d", death, SEED).isTrue();
          program.kill();
          program = Program.start(storm.site, log);
          if (death % STILLBORN_EVERY == 0) {
            Await.rest(500 + random.nextInt(1_500));
            program.kill();
            program = Program.start(storm.site, log);
          }
        }
        storm.rage(300);
        storm.settle(DEATHS + DEATHS / STILLBORN_EVERY);
      } finally {
        program.kill();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 700, 1_200})
  void sigtermStopsTheProgramWithinTenSecondsAndLosesNothing(int afterMillis) {
    Path log = log("term-" + afterMillis);
    try (Storm storm = new Storm(directory, SEED)) {
      Program program = Program.start(storm.site, log);
      try {
        storm.load.begin(CLIENTS, PER_SECOND);
        storm.rage(afterMillis);
        assertThat(program.terminate()).as("exit code").isIn(0, 143);
        program = Program.start(storm.site, log);
        storm.rage(300);
        storm.settle(0);
      } finally {
        program.kill();
      }
    }
  }

  /// Outlives the test, to be read when it has failed.
  private static Path log(String name) {
    Path log = Path.of("target", "journey-" + name + ".log");
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return log;
  }

  @Test
  void aServerThatIsClosedUnderLoadLosesNothing() throws IOException, SQLException {
    try (Storm storm = new Storm(directory, SEED)) {
      storm.load.begin(CLIENTS, PER_SECOND);
      for (int round = 0; round < 3; round++) {
        try (Server _ = Server.start(storm.site.config())) {
          storm.rage(300);
        }
      }
      try (Server _ = Server.start(storm.site.config())) {
        storm.rage(300);
        storm.settle(0);
      }
    }
  }
}
