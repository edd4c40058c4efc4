package io.waybill.store;

import io.waybill.store.PostgresLogin.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the server up: takes over one that runs, or starts one and waits for it.
final class PostgresLaunch {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresLaunch.class);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  /// A server that recovers from a crash says so; replaying `max_wal_size` can take minutes.
  private static final Duration RECOVERY_MAX = Duration.ofMinutes(11);

  /// A port can be taken between looking and listening, and the children of a server that was
  /// killed can take a moment to go.
  private static final int TRIES_MAX = 3;

  private static final long PAUSE_MS = 500;

  private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");

  private final PostgresCluster cluster;

  PostgresLaunch(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  /// The server that runs on our data directory, once it answers; none when none runs or it ended
  /// meanwhile.
  Optional<Postmaster> adopt() throws IOException, InterruptedException {
    Optional<Postmaster> left = Postmaster.of(cluster.data());
    if (left.isPresent() && answers(left.get().port(), left.get()::isAlive)) {
      return left;
    }
    return Optional.empty();
  }

  Postmaster start(int wantedPort) throws IOException, InterruptedException {
    Postmaster.clearStalePidFile(cluster.data());
    Files.writeString(
        cluster.data().resolve("postgresql.conf"), PostgresSettings.file(cluster.home()));
    for (int tries = 1; tries <= TRIES_MAX; tries++) {
      Thread.sleep(PAUSE_MS * (tries - 1));
      int port = wantedPort == 0 ? rememberedOrFreePort() : wantedPort;
      if (!isFree(port)) {
        throw new StartFailure(
            "Port %d is taken: set another database.embedded_port, or 0 for any free one."
                .formatted(port));
      }
      Process process = launch(port);
      if (answers(port, process::isAlive)) {
        return Postmaster.of(cluster.data()).orElseThrow(this::ended);
      }
    }
    throw ended();
  }

  private Process launch(int port) throws IOException {
    List<String> postgres = new ArrayList<>();
    postgres.add(cluster.program("postgres").toString());
    postgres.add("-D");
    postgres.add(cluster.data().toString());
    postgres.addAll(PostgresSettings.commandLine(port));
    List<String> command = ChildProcess.inOwnSession(ChildProcess.asOrdinaryUser(postgres));
    return ChildProcess.start(command, cluster.output("start.log"));
  }

  /// Waits until the server answers; false when it ends instead.
  private boolean answers(int port, BooleanSupplier alive)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    boolean told = false;
    while (true) {
      Answer answer = cluster.login().knock(port);
      long waited = System.nanoTime() - begin;
      switch (answer) {
        case Answer.Ready _ -> {
          return true;
        }
        case Answer.WrongPassword _ when alive.getAsBoolean() ->
            throw new StartFailure(
                "PostgreSQL on port %d refuses the password in %s: put the right one back, or stop that server."
                    .formatted(port, cluster.login().passwordFile()));
        case Answer.NotYet _ when waited < RECOVERY_MAX.toNanos() -> {
          if (!told && waited > Duration.ofSeconds(5).toNanos()) {
            LOG.info("PostgreSQL is recovering or stopping; this can take minutes");
            told = true;
          }
        }
        case Answer.NotYet _ -> throw tooLong("it is still recovering");
        case Answer.Silent(String why) when waited > ANSWER_MAX.toNanos() -> throw tooLong(why);
        case Answer.Silent _, Answer.WrongPassword _, Answer.SomebodyElse _ -> {
          if (waited > ANSWER_MAX.toNanos()) {
            throw tooLong("another server answers on port " + port);
          }
        }
      }
      if (!alive.getAsBoolean()) {
        return false;
      }
      Thread.sleep(50);
    }
  }

  private StartFailure tooLong(String why) throws IOException {
    return new StartFailure(
        "PostgreSQL does not answer (%s). The next start takes it over if it does by then.%s"
            .formatted(why, cluster.lastLines("start.log")));
  }

  private StartFailure ended() {
    try {
      return new StartFailure("PostgreSQL ended while starting." + cluster.lastLines("start.log"));
    } catch (IOException unreadable) {
      return new StartFailure(
          "PostgreSQL ended while starting; its log is unreadable.", unreadable);
    }
  }

  private int rememberedOrFreePort() throws IOException {
    Path memory = cluster.home().resolve("port");
    if (Files.exists(memory)) {
      String text = Files.readString(memory).strip();
      if (text.matches("[1-9]\\d{0,4}") && isFree(Integer.parseInt(text))) {
        return Integer.parseInt(text);
      }
    }
    try (ServerSocket free = new ServerSocket(0, 1, LOCAL)) {
      Files.writeString(memory, free.getLocalPort() + "\n");
      return free.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(LOCAL, port), 1);
      return true;
    } catch (IOException | IllegalArgumentException taken) {
      return false;
    }
  }
}
