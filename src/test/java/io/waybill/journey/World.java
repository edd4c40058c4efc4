package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.command.Server;
import io.waybill.simulator.Options;
import io.waybill.store.ConfigStore.LinkRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A whole Waybill in this JVM, an operator on one side of it, a customer and a client on the
/// other.
final class World implements AutoCloseable {
  final Site site;
  final Customer customer = new Customer();
  final Operator operator;
  private @Nullable Server server;
  private @Nullable Api api;

  private World(Site site, Operator operator) {
    this.site = site;
    this.operator = operator;
  }

  /// With an ordinary link; it is bound when this returns.
  static World start(Path directory) {
    return start(directory, Options.defaults(), port -> Site.link(Site.LINK, port, 100, 0, 60));
  }

  /// @param link made from the operator's port
  static World start(Path directory, Options options, IntFunction<LinkRow> link) {
    World world = furnish(directory, options, link);
    world.startServer();
    Await.until("the link is bound", () -> world.operator.simulator().binds() > 0);
    return world;
  }

  /// Everything but the server.
  static World furnish(Path directory, Options options, IntFunction<LinkRow> link) {
    try {
      World world = new World(Site.make(directory, 0), new Operator(options));
      world.site.openAccount(world.customer.uri());
      world.site.admin(admin -> admin.putLink(link.apply(world.operator.port())));
      return world;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void startServer() {
    try {
      Server started = Server.start(site.config());
      server = started;
      api = new Api(started.port());
    } catch (SQLException | IOException e) {
      throw new AssertionError(e);
    }
  }

  void stopServer() {
    if (api != null) {
      api.close();
      api = null;
    }
    if (server != null) {
      server.close();
      server = null;
    }
  }

  void restart() {
    long binds = operator.simulator().binds();
    stopServer();
    startServer();
    Await.until("the link is bound again", () -> operator.simulator().binds() > binds);
  }

  Api api() {
    Api now = api;
    if (now == null) {
      throw new AssertionError("the server does not run");
    }
    return now;
  }

  /// Where HTTP is served.
  int port() {
    Server now = server;
    if (now == null) {
      throw new AssertionError("the server does not run");
    }
    return now.port();
  }

  /// Sends an ordinary text; returns the message's id.
  String send(String to, String text) {
    return api().send(Api.sms(to, text));
  }

  /// Waits until the message has this state and the customer was told this, word for word.
  void awaits(String id, String state, String... told) {
    Await.until(
        Await.PATIENCE,
        () ->
            "%s to be %s and told %s, but told %s: %s"
                .formatted(id, state, List.of(told), customer.words(id), api().message(id)),
        () -> api().state(id).equals(state) && customer.words(id).size() >= told.length);
    assertThat(customer.words(id)).as("what the customer was told of %s", id).containsExactly(told);
  }

  /// The events of the timeline with that name.
  List<JsonNode> events(String id, String name) {
    return api().message(id).path("timeline").values().stream()
        .filter(e -> e.path("event").asString().equals(name))
        .toList();
  }

  /// What must hold after every journey.
  void isInOrder() {
    Invariants.hold(site);
    assertThat(customer.forged()).as("callbacks with a wrong signature").isEmpty();
  }

  @Override
  public void close() {
    stopServer();
    operator.close();
    customer.close();
  }
}
