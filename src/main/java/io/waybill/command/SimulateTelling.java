package io.waybill.command;

import io.waybill.settings.Unusable;
import io.waybill.simulator.ControlClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command to a simulator that runs already. */
abstract class SimulateTelling implements Callable<Integer> {
  @Option(
      names = "--port",
      defaultValue = "2775",
      description = "on which the simulator speaks SMPP, default ${DEFAULT-VALUE}")
  private int port;

  /** Says it; returns the lines to show. */
  abstract List<String> tell(ControlClient simulator) throws Unusable, IOException;

  @Override
  public final Integer call() {
    try {
      tell(new ControlClient(port)).forEach(Terminal::say);
      return 0;
    } catch (Unusable e) {
      e.problems().forEach(Terminal::error);
    } catch (IOException e) {
      Terminal.error(String.valueOf(e.getMessage()));
    }
    return ConfigOption.CANNOT;
  }
}
