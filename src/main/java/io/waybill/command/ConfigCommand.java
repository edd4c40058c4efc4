package io.waybill.command;

import io.waybill.http.CertificateFiles;
import io.waybill.ops.Config;
import java.io.IOException;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "config",
    description = "Checks a configuration, or prints one with every key and its default.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand extends CommandGroup {
  @Command(
      description = {
        "Says what is wrong with a file, by key and line.",
        "The files of http.tls are read too: do they exist, belong together, and still hold?"
      },
      mixinStandardHelpOptions = true)
  int check(@Mixin ConfigOption config) {
    Config loaded = config.load();
    if (loaded == null) {
      return ConfigOption.CANNOT;
    }
    Config.Tls tls = loaded.http().tls();
    try {
      if (tls != null) {
        CertificateFiles.warnings(tls, Clock.systemUTC().instant())
            .forEach(warning -> Terminal.error("warning: http.tls: " + warning));
      }
    } catch (IOException unusable) {
      Terminal.error("http.tls: " + unusable.getMessage());
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
