package io.waybill.simulator;

import io.waybill.settings.Unusable;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tells a simulator that runs on this machine, started by the same user, what to do.
///
/// Each method returns the lines to show.
public final class ControlClient {
  private static final JsonMapper JSON = new JsonMapper();

  private final int port;

  /// @param port on which the simulator speaks SMPP
  public ControlClient(int port) {
    this.port = port;
  }

  /// Something that needs no arguments: show, drop, release or counters.
  ///
  /// @throws Unusable if the simulator says so
  /// @throws IOException if none runs there, or it does not answer
  public List<String> ask(String command) throws Unusable, IOException {
    return send(Map.of("command", command));
  }

  /// Lets another cast play.
  ///
  /// @param document YAML as [Cast#read] takes it; empty to keep the one that plays
  /// @param what the document is, such as the file's name
  /// @param settings changed in it, see [Cast#with]
  public List<String> set(String document, String what, List<String> settings)
      throws Unusable, IOException {
    return send(Map.of("command", "set", "document", document, "what", what, "settings", settings));
  }

  /// Sends a message from a handset; see [Simulator#bring].
  public List<String> bring(String systemId, String from, String to, String text)
      throws Unusable, IOException {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("command", "mo");
    request.put("system_id", systemId);
    request.put("from", from);
    request.put("to", to);
    request.put("text", text);
    return send(request);
  }

  private List<String> send(Map<String, Object> request) throws Unusable, IOException {
    JsonNode answer;
    try {
      answer = JSON.readTree(exchange(JSON.writeValueAsString(request)));
    } catch (JacksonException e) {
      throw new IOException("the simulator on port " + port + " did not answer", e);
    }
    List<String> problems = texts(answer.path("problems"));
    if (!problems.isEmpty()) {
      throw new Unusable(problems);
    }
    return texts(answer.path("lines"));
  }

  private String exchange(String request) throws IOException {
    Path socket = ControlSocket.of(port);
    try {
      ControlSocket.check(ControlSocket.directory());
      try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        ControlSocket.write(channel, request);
        return ControlSocket.readAll(channel);
      }
    } catch (NoSuchFileException | SocketException e) {
      throw new IOException(
          "no simulator of this user listens for commands on port " + port + ": name its --port",
          e);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> all = new ArrayList<>();
    array.values().forEach(one -> all.add(one.asString("")));
    return all;
  }
}
