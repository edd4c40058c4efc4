package io.waybill.command;

import io.waybill.ops.Config;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "config",
    description = "Checks a configuration, or prints one with every key and its default.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand extends CommandGroup {
  @Command(
      description = "Says what is wrong with a file, by key and line.",
      mixinStandardHelpOptions = true)
  int check(@Mixin ConfigOption config) {
    if (config.load() == null) {
      return ConfigOption.CANNOT;
    }
    Terminal.say("the configuration is good");
    return 0;
  }

  @Command(
      name = "print",
      description = "Prints a file with every key at its default.",
      mixinStandardHelpOptions = true)
  int print() {
    Terminal.say(Config.commentedDefaults());
    return 0;
  }
}
