package io.waybill.command;

import io.waybill.ops.Logs;
import io.waybill.settings.Unusable;
import io.waybill.simulator.Cast;
import io.waybill.simulator.ChannelFarEnd;
import io.waybill.simulator.Options;
import io.waybill.simulator.Simulator;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "simulate",
    description = {
      "Runs a simulated operator that speaks SMPP 3.4, or, with a COMMAND, tells one that runs what"
          + " to do.",
      "The recipient's last two digits force the outcome: 01 delivered, 02 undelivered, 03 expired,"
          + " 04 rejected, 05 never a receipt, 06 accepted and delivered after 10 s, 07 refused at"
          + " submit; any other: as the personality has it, usually delivered after the delay.",
      "On the simulated channels 07 is declined, 08 delivered and seen, 09 busy at first."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      SimulateOrders.Set.class,
      SimulateOrders.Show.class,
      SimulateOrders.Drop.class,
      SimulateOrders.Release.class,
      SimulateOrders.FromHandset.class,
      SimulateOrders.Count.class
    })
final class SimulateCommand implements Callable<Integer> {
  private static final int SECRET_MIN = 16;
  private static final Duration DELAY = Duration.ofMillis(500);
  private static final Duration LATE = Duration.ofSeconds(10);

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "default ${DEFAULT-VALUE}")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      defaultValue = "2775",
      scope = CommandLine.ScopeType.INHERIT,
      description = "of SMPP, default ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--delay-ms",
      description = "from answer to receipt, at most 3600000; default: the personality's, 500")
  private @Nullable Long delayMillis;

  @Mixin private PersonalityOption personality = new PersonalityOption();

  @Option(names = "--list", description = "say which personalities are built in, and end")
  private boolean list;

  @Option(
      names = "--channels-port",
      defaultValue = "-1",
      description = "also run a gateway of the generic channel protocol there; default: none")
  private int channelsPort;

  @Option(
      names = "--channels-secret",
      paramLabel = "SECRET",
      description = "secret that the adapters share with it, at least 16 characters")
  private @Nullable String channelsSecret;

  @Option(
      names = "--callback-url",
      defaultValue = "http://127.0.0.1:8080",
      description = "where Waybill is, for the gateway's reports, default ${DEFAULT-VALUE}")
  private String callbackUrl = "";

  /** Where the simulator is that a command below this one tells something. */
  int port() {
    return port;
  }

  @Override
  public Integer call() {
    if (list) {
      Cast.builtIns()
          .forEach((name, about) -> Terminal.say(String.format("%-11s %s", name, about)));
      return 0;
    }
    Logs.setUp(org.slf4j.event.Level.INFO);
    try {
      Simulator simulator = start(host, port, personality, settings());
      Terminal.say("simulated operator on " + host + ":" + simulator.port());
      if (channelsPort < 0) {
        ServeCommand.untilTold(simulator);
        return 0;
      }
      String secret = channelsSecret;
      if (secret == null || secret.length() < SECRET_MIN) {
        simulator.close();
        Terminal.error("--channels-port needs --channels-secret of at least 16 characters");
        return ConfigOption.CANNOT;
      }
      Duration delay = delayMillis == null ? DELAY : Duration.ofMillis(delayMillis);
      ChannelFarEnd channels =
          ChannelFarEnd.start(host, channelsPort, secret, callbackUrl, delay, LATE);
      Terminal.say("simulated channels on http://" + host + ":" + channels.port() + "/");
      ServeCommand.untilTold(() -> {
        channels.close();
        simulator.close();
      });
      return 0;
    } catch (IOException e) {
      Terminal.error("cannot listen on " + host + ":" + port + ": " + e.getMessage());
      return ConfigOption.CANNOT;
    } catch (Unusable e) {
      e.problems().forEach(Terminal::error);
      return ConfigOption.CANNOT;
    }
  }

  /** It is as good an operator without them. */
  private static void takeCommands(Simulator simulator) {
    try {
      simulator.takeCommands();
    } catch (IOException e) {
      Terminal.error("the simulated operator takes no commands: " + e.getMessage());
    }
  }

  private List<String> settings() {
    return delayMillis == null ? List.of() : List.of(delay(delayMillis));
  }

  private static String delay(long millis) {
    return "receipts.delay=" + millis + "ms";
  }

  /** An operator that does nothing unusual and reports after this delay. */
  static Simulator start(String host, int port, Duration delay) throws IOException {
    try {
      return start(host, port, new PersonalityOption(), List.of(delay(delay.toMillis())));
    } catch (Unusable e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * Ids begin at the seconds since the epoch, so that a restarted simulator does not repeat them.
   */
  static Simulator start(
      String host, int port, PersonalityOption personality, List<String> settings)
      throws IOException, Unusable {
    Simulator simulator =
        Simulator.start(
            Options.defaults()
                .withHost(host)
                .withPort(port)
                .withFirstId(Clock.systemUTC().millis() * 1_000)
                .withCast(Cast.usual()));
    boolean ready = false;
    try {
      personality.play(simulator, settings);
      ready = true;
      takeCommands(simulator);
      return simulator;
    } finally {
      if (!ready) {
        simulator.close();
      }
    }
  }
}
