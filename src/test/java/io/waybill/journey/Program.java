package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// The program itself, as a process of its own.
final class Program {
  private final Process process;

  private Program(Process process) {
    this.process = process;
  }

  /// Starts `serve`; what it logs is added to this file.
  static Program start(Site site, Path log) {
    String classes =
        Path.of("target/classes").toAbsolutePath()
            + File.pathSeparator
            + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    try {
      return new Program(
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-Xmx512m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  classes,
                  "io.waybill.Main",
                  "serve",
                  "--config",
                  site.configFile().toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// SIGKILL; returns when it is gone.
  void kill() {
    process.destroyForcibly();
    gone(10);
  }

  /// SIGTERM; it must be gone within 10 s. Returns its exit code.
  int terminate() {
    process.destroy();
    gone(10);
    return process.exitValue();
  }

  /// The exit code, once it has ended by itself.
  int ends(int seconds) {
    gone(seconds);
    return process.exitValue();
  }

  private void gone(int seconds) {
    try {
      assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).as("the program has ended").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }
}
