package io.waybill.command;

import io.waybill.routing.Standing;
import io.waybill.settings.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What can be paused, drained and resumed: carriers and links. */
@Command
abstract class StandingCommands extends CommandGroup {
  private static final String NAME = "its name: a-z, 0-9 and dashes";

  /** Carrier or link. */
  abstract Kind kind();

  private int stand(ConfigOption config, String name, Standing standing, String word) {
    return config.with(admin -> {
      admin.setup().stand(kind(), name, standing);
      Terminal.say(kind().word() + " " + name + " is " + word);
    });
  }

  @Command(
      description = "Writes nothing to it from now on; it stays bound, receipts are still taken.",
      mixinStandardHelpOptions = true)
  int pause(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    return stand(config, name, Standing.PAUSED, "paused");
  }

  @Command(
      description = "Gives it nothing new; what it holds is still written.",
      mixinStandardHelpOptions = true)
  int drain(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    return stand(config, name, Standing.DRAINING, "draining");
  }

  @Command(description = "Uses it again.", mixinStandardHelpOptions = true)
  int resume(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    return stand(config, name, Standing.OPEN, "open");
  }
}
