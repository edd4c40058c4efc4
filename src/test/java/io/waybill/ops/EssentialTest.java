package io.waybill.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process does not live on without a thread that it needs. */
class EssentialTest {

  @ParameterizedTest
  @CsvSource({
    "platform, error, 70, 'thread writer ended, and nothing goes on without it'",
    "platform, exception, 70, 'thread writer ended, and nothing goes on without it'",
    "virtual, memory, 70, 'thread poller ended, and nothing goes on without it'",
    "other, memory, 70, 'nothing goes on without it'",
    "other, exception, 0, 'ended'"
  })
  void whatEscapesAThreadEndsTheProcess(String thread, String how, int exit, String said)
      throws IOException, InterruptedException {
    Process jvm =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                DiesOfAnError.class.getName(),
                thread,
                how)
            .redirectErrorStream(true)
            .start();
    try {
      String log = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(jvm.waitFor(30, TimeUnit.SECONDS)).as("it ends").isTrue();
      assertThat(jvm.exitValue()).as(log).isEqualTo(exit);
      assertThat(log).contains(said);
    } finally {
      jvm.destroyForcibly();
    }
  }

  @Test
  void theLauncherHasTheJvmEndWhenMemoryRunsOut() throws IOException {
    assertThat(Files.readString(Path.of("waybill"))).contains(" -XX:+ExitOnOutOfMemoryError ");
  }
}
