package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole JVM with its server, killed.
class KilledProcessTest {
  @TempDir private Path directory;

  @Test
  void theServerOutlivesAKilledJvmAndIsTakenOver() throws IOException, InterruptedException {
    Path home = directory.resolve("postgres");
    TestPostgres.lendProgramsTo(home);
    Path told = directory.resolve("pid");
    Process jvm =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                LeavesPostgresBehind.class.getName(),
                home.toString(),
                told.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      await(told);
      long pid = Long.parseLong(Files.readString(told));
      assertThatThrownBy(() -> EmbeddedPostgres.start(home, 0))
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("is in use by process " + jvm.pid());
      jvm.destroyForcibly().waitFor();
      try (var adopted = EmbeddedPostgres.start(home, 0)) {
        assertThat(adopted.pid()).isEqualTo(pid);
      }
      assertThat(new Postmaster(home.toRealPath().resolve("data"), pid, 0).isAlive()).isFalse();
    } finally {
      jvm.destroyForcibly();
      Files.deleteIfExists(home.resolve("bin-" + PostgresBinaries.VERSION));
    }
  }

  private void await(Path file) throws IOException, InterruptedException {
    try (var watch = directory.getFileSystem().newWatchService()) {
      directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      while (!Files.exists(file)) {
        var key = watch.poll(60, TimeUnit.SECONDS);
        assertThat(key).as("the JVM started its server").isNotNull();
        key.reset();
      }
    }
  }
}
