package io.waybill.simulator;

import io.waybill.settings.Unusable;
import io.waybill.smpp.CommandId;
import java.io.IOException;
import java.util.List;

/// A simulator with a personality made of single settings, and clients of it.
final class Play {
  private Play() {}

  static Cast cast(String... settings) {
    try {
      return Cast.usual().with(List.of(settings));
    } catch (Unusable e) {
      throw new AssertionError(e);
    }
  }

  /// Reports after 20 ms unless a setting says otherwise.
  static Simulator of(String... settings) throws IOException {
    Options options = Options.defaults().withFirstId(3_000_000_017L);
    return Simulator.start(options.withCast(quick(settings)));
  }

  static Cast quick(String... settings) {
    try {
      return cast("receipts.delay=20ms").with(List.of(settings));
    } catch (Unusable e) {
      throw new AssertionError(e);
    }
  }

  static long counter(Simulator simulator, String name) {
    return simulator.counters().getOrDefault(name, -1L);
  }

  /// Binds; says what was answered.
  static int bindStatus(Simulator simulator) {
    try (Client client = new Client(simulator)) {
      return client.bind(CommandId.BIND_TRANSCEIVER, "way", "").status();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
