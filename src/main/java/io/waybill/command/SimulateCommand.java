package io.waybill.command;

import io.waybill.ops.Logs;
import io.waybill.simulator.Options;
import io.waybill.simulator.Outcomes;
import io.waybill.simulator.Simulator;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "simulate",
    description = {
      "Runs a simulated operator that speaks SMPP 3.4.",
      "The recipient's last two digits force the outcome: 01 delivered, 02 undelivered, 03 expired,"
          + " 04 rejected, 05 never a receipt, 06 accepted and delivered after 10 s, 07 refused at"
          + " submit; any other: delivered after the delay."
    },
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  @Option(names = "--host", defaultValue = "127.0.0.1", description = "default ${DEFAULT-VALUE}")
  private String host = "127.0.0.1";

  @Option(names = "--port", defaultValue = "2775", description = "default ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--delay-ms",
      defaultValue = "500",
      description = "from submit to receipt, default ${DEFAULT-VALUE}")
  private long delayMillis;

  @Override
  public Integer call() {
    Logs.setUp(org.slf4j.event.Level.INFO);
    try {
      Simulator simulator = start(host, port, Duration.ofMillis(delayMillis));
      Terminal.say("simulated operator on " + host + ":" + simulator.port());
      ServeCommand.untilTold(simulator);
      return 0;
    } catch (IOException e) {
      Terminal.error("cannot listen on " + host + ":" + port + ": " + e.getMessage());
      return ConfigOption.CANNOT;
    }
  }

  /**
   * Ids begin at the seconds since the epoch, so that a restarted simulator does not repeat them.
   */
  static Simulator start(String host, int port, Duration delay) throws IOException {
    return Simulator.start(
        Options.defaults()
            .withHost(host)
            .withPort(port)
            .withReceiptDelay(delay)
            .withFirstId(Clock.systemUTC().millis() * 1_000)
            .withBehaviour(Outcomes.byLastDigits(delay)));
  }
}
