package io.waybill.command;

import io.waybill.settings.Unusable;
import io.waybill.simulator.ControlClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ParentCommand;

/** A command to a simulator that runs already. */
abstract class SimulateTelling implements Callable<Integer> {
  @ParentCommand private SimulateCommand simulate = new SimulateCommand();

  /** Says it; returns the lines to show. */
  abstract List<String> tell(ControlClient simulator) throws Unusable, IOException;

  @Override
  public final Integer call() {
    try {
      tell(new ControlClient(simulate.port())).forEach(Terminal::say);
      return 0;
    } catch (Unusable e) {
      e.problems().forEach(Terminal::error);
    } catch (IOException e) {
      Terminal.error(String.valueOf(e.getMessage()));
    }
    return ConfigOption.CANNOT;
  }
}
