package io.waybill.journey;

import io.waybill.simulator.Behaviour;
import io.waybill.simulator.Options;
import io.waybill.simulator.Plan;
import io.waybill.simulator.Receipt;
import io.waybill.simulator.Simulator;
import io.waybill.simulator.Submit;
import io.waybill.smpp.ShortMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The mobile operator: a simulator that does what the test says and remembers what arrived.
final class Operator implements AutoCloseable {
  static final Duration SOON = Duration.ofMillis(20);

  private final Simulator simulator;
  private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour = _ -> Plan.accepted(Receipt.after(SOON, "DELIVRD", 0));

  /// A submit_sm, and when it came by the simulator's clock.
  record Arrival(long nanos, ShortMessage message) {
    /// The words, where they are ASCII and without a user data header, or UCS-2.
    String text() {
      byte[] octets = message.payload().toByteArray();
      return message.dataCoding() == 8
          ? new String(octets, StandardCharsets.UTF_16BE)
          : new String(octets, StandardCharsets.ISO_8859_1);
    }
  }

  Operator() {
    this(Options.defaults());
  }

  Operator(Options options) {
    try {
      simulator = Simulator.start(options.withLogin("waybill", "secret").withBehaviour(this::plan));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Plan plan(Submit submit) {
    arrivals.add(new Arrival(System.nanoTime(), submit.message()));
    return behaviour.plan(submit);
  }

  /// What it does from now on.
  void does(Behaviour newBehaviour) {
    behaviour = newBehaviour;
  }

  Simulator simulator() {
    return simulator;
  }

  int port() {
    return simulator.port();
  }

  List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  /// What came for a recipient, written with +.
  List<Arrival> arrivals(String to) {
    return arrivals.stream().filter(a -> a.message().dest().equals(to.substring(1))).toList();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
