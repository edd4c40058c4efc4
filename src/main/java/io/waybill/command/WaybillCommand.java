package io.waybill.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code waybill COMMAND}. */
@Command(
    name = "waybill",
    description = "A self-hosted SMS platform whose every message can be followed in real time.",
    mixinStandardHelpOptions = true,
    version = "Waybill 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      SimulateCommand.class,
      BenchCommand.class,
      SeedCommand.class,
      AccountCommand.class,
      KeyCommand.class,
      LinkCommand.class,
      CarrierCommand.class,
      RouteCommand.class,
      ApplyCommand.class,
      ChangesCommand.class,
      OperatorCommand.class,
      PersonCommand.class,
      ChannelCommand.class,
      EndpointCommand.class,
      PriceCommand.class,
      ReceiptsCommand.class,
      ConfigCommand.class
    })
public final class WaybillCommand extends CommandGroup {
  /** Does what the arguments say; returns the exit code. */
  public static int run(String... arguments) {
    return new CommandLine(new WaybillCommand()).execute(arguments);
  }
}
