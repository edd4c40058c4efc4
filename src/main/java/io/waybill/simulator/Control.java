package io.waybill.simulator;

import io.waybill.settings.Unusable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Lets a running simulator be told things by its own user on the same machine: a Unix domain
/// socket in a directory that only this user can enter. One request and one answer per connection;
/// see [ControlClient], which is the only one that speaks it.
final class Control implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Control.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int AT_ONCE_MAX = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int SETTINGS_MAX = 1_000;

  private final Simulator simulator;
  private final ServerSocketChannel server;
  private final Path socket;
  private final Semaphore room = new Semaphore(AT_ONCE_MAX);

  private Control(Simulator simulator, ServerSocketChannel server, Path socket) {
    this.simulator = simulator;
    this.server = server;
    this.socket = socket;
  }

  /// Listens for commands to the simulator on this port.
  ///
  /// @throws IOException if the directory is not safe or the socket cannot be made
  static Control open(Simulator simulator) throws IOException {
    Path socket = ControlSocket.of(simulator.port());
    ControlSocket.prepare(ControlSocket.directory());
    // The port is ours, so whoever left this behind is gone
    Files.deleteIfExists(socket);
    SocketAddress address = UnixDomainSocketAddress.of(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(address, AT_ONCE_MAX);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    Control control = new Control(simulator, server, socket);
    Thread.ofVirtual().name("simulator-control").start(control::accept);
    return control;
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel caller = server.accept();
        if (room.tryAcquire()) {
          Thread.ofVirtual().name("simulator-command").start(() -> serve(caller));
        } else {
          caller.close();
        }
      } catch (IOException e) {
        LOG.debug("control: {}", e.getMessage());
      }
    }
  }

  private void serve(SocketChannel caller) {
    // A channel has no time-out of its own: somebody who says nothing is cut off from outside
    Thread watch = Thread.ofVirtual().start(() -> cutOff(caller));
    try (caller) {
      String request = ControlSocket.readAll(caller);
      ControlSocket.write(caller, JSON.writeValueAsString(answer(request)));
    } catch (IOException e) {
      LOG.debug("control: {}", e.getMessage());
    } finally {
      watch.interrupt();
      room.release();
    }
  }

  private static void cutOff(SocketChannel caller) {
    try {
      Thread.sleep(PATIENCE);
      caller.close();
    } catch (IOException e) {
      LOG.debug("control: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it was served in time
    }
  }

  private Map<String, Object> answer(String request) {
    try {
      return Map.of("lines", carryOut(JSON.readTree(request)));
    } catch (Unusable e) {
      return Map.of("problems", e.problems());
    } catch (JacksonException e) {
      return Map.of("problems", List.of("this is no command of the simulator."));
    }
  }

  private List<String> carryOut(JsonNode request) throws Unusable {
    String command = request.path("command").asString("");
    return switch (command) {
      case "set" -> set(request);
      case "show" -> simulator.cast().toYaml().lines().toList();
      case "drop" -> List.of("dropped " + simulator.dropConnections() + " connections");
      case "release" -> List.of("released " + simulator.release() + " receipts");
      case "mo" -> {
        simulator.bring(
            request.path("system_id").asString(""),
            request.path("from").asString(""),
            request.path("to").asString(""),
            request.path("text").asString(""));
        yield List.of("sent");
      }
      case "counters" ->
          simulator.counters().entrySet().stream()
              .map(e -> e.getKey() + " " + e.getValue())
              .toList();
      default -> throw new Unusable(List.of("'" + command + "' is no command of the simulator."));
    };
  }

  private List<String> set(JsonNode request) throws Unusable {
    String document = request.path("document").asString("");
    Cast cast =
        document.isEmpty()
            ? simulator.cast()
            : Cast.read(document, request.path("what").asString("the file"));
    List<String> settings = new ArrayList<>();
    for (JsonNode setting : request.path("settings").values()) {
      if (settings.size() >= SETTINGS_MAX) {
        throw new Unusable(List.of("at most " + SETTINGS_MAX + " settings at once."));
      }
      settings.add(setting.asString(""));
    }
    Cast changed = cast.with(settings);
    simulator.play(changed);
    LOG.info("the personality was changed by command");
    return List.of("set");
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      LOG.debug("closing control: {}", e.getMessage());
    }
  }
}
