package io.waybill.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// The Waybill that is measured: a process of its own with `serve`, made with the options of this
/// one, so by `./waybill bench` as `./waybill serve` makes it.
final class Subject implements AutoCloseable {
  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 60;
  private static final int TAIL = 20;
  private static final Pattern SERVING = Pattern.compile("serving on http://[^:]+:(\\d+)");
  private static final Pattern TOKEN = Pattern.compile("(?m)^token (\\S+)$");

  private final Path directory;
  private final Process process;
  private final Thread atExit;
  private final int port;

  private Subject(Path directory, Process process, Thread atExit, int port) {
    this.directory = directory;
    this.process = process;
    this.atExit = atExit;
    this.port = port;
  }

  /// Starts it on a directory of its own; returns when it serves.
  ///
  /// @throws IOException with the end of its log if it does not within two minutes
  static Subject start(Path directory) throws IOException, InterruptedException {
    Files.writeString(
        config(directory),
        """
        data: %s
        http: {port: 0}
        callbacks: {allow_private_addresses: true}
        """
            .formatted(
                JsonMapper.shared().writeValueAsString(directory.resolve("data").toString())));
    Path log = directory.resolve("waybill.log");
    Files.deleteIfExists(log);
    Process process =
        new ProcessBuilder(command(directory, "serve"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Thread atExit = Thread.ofPlatform().name("bench-stop").unstarted(() -> stop(process));
    Runtime.getRuntime().addShutdownHook(atExit);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (process.isAlive() && System.nanoTime() < end) {
      Matcher serving = SERVING.matcher(Files.readString(log, UTF_8));
      if (serving.find()) {
        return new Subject(directory, process, atExit, Integer.parseInt(serving.group(1)));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    stop(process);
    throw new IOException("Waybill did not start:\n" + tail(log));
  }

  private static Path config(Path directory) {
    return directory.resolve("waybill.yaml");
  }

  private static List<String> command(Path directory, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-javaagent") && !option.startsWith("-agent"))
        .forEach(command::add);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("io.waybill.Main");
    command.addAll(List.of(words));
    command.add("--config");
    command.add(config(directory).toString());
    return command;
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log, UTF_8);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
  }

  /// Makes an operator of the platform, as a person does beside it; the token.
  String operator() throws IOException, InterruptedException {
    Process command =
        new ProcessBuilder(command(directory, "operator", "create", "bench"))
            .redirectErrorStream(true)
            .start();
    String said = new String(command.getInputStream().readAllBytes(), UTF_8);
    command.waitFor();
    Matcher token = TOKEN.matcher(said);
    if (!token.find()) {
      throw new IOException("no operator could be made: " + said.strip());
    }
    return token.group(1);
  }

  int port() {
    return port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// The JVM.
  Proc jvm() {
    return new Proc(process.pid());
  }

  /// The postmaster of its PostgreSQL; empty once that is gone.
  Optional<Proc> postgres() {
    Path file = directory.resolve("data/postgres/data/postmaster.pid");
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().map(first -> new Proc(Long.parseLong(first.strip())));
    } catch (IOException | NumberFormatException gone) {
      return Optional.empty();
    }
  }

  /// Lines of its log so far.
  long logLines() throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve("waybill.log"))) {
      return lines.count();
    }
  }

  /// Stops it as a service manager does: SIGTERM, and SIGKILL after a minute. That is done when
  /// this process ends before, too.
  @Override
  public void close() {
    Optional<Proc> postgres = postgres();
    if (!stop(process)) {
      postgres.flatMap(p -> ProcessHandle.of(p.pid())).ifPresent(ProcessHandle::destroy);
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ending) {
      return; // it is at work already
    }
  }

  /// False if it had to be killed.
  private static boolean stop(Process process) {
    process.destroy();
    try {
      if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return false;
  }
}
