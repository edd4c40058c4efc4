package io.waybill.command;

import io.waybill.account.Operator;
import io.waybill.store.AdminStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "operator",
    description =
        "Creates, lists, disables, enables and removes operators: who may use /api/v1/admin.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class OperatorCommand extends CommandGroup {
  private static final Pattern NAMES = Pattern.compile("[a-z0-9-]{1,40}");
  private static final String NAME = "name of the operator: a-z, 0-9 and dashes";

  @Command(
      description = "Makes an operator with a token, which is shown only this once.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Option(
              names = "--expires",
              paramLabel = "WHEN",
              description =
                  "2027-06-30 (its first moment in UTC), 2027-06-30T12:00:00Z, 90d from now, or"
                      + " never (default)")
          @Nullable String expires) {
    String token = Operator.freshToken(new SecureRandom());
    return config.with(admin -> {
      if (!NAMES.matcher(name).matches()) {
        throw new AdminStore.Refused("the name must be 1 to 40 of a-z, 0-9 and dashes");
      }
      Instant until = expires == null ? null : KeyOptions.expiry(expires).orElse(null);
      admin.operators().create(name, token, until);
      Terminal.say("operator " + name);
      Terminal.say("token " + token);
    });
  }

  @Command(description = "Lists operators, without tokens.", mixinStandardHelpOptions = true)
  int list(@Mixin ConfigOption config) {
    return config.with(admin ->
        AccountCommand.table(
            List.of("OPERATOR", "STANDING", "SINCE", "EXPIRES", "LAST USED"),
            admin.operators().list()));
  }

  @Command(description = "Shuts an operator out.", mixinStandardHelpOptions = true)
  int disable(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    return config.with(admin -> {
      admin.operators().enable(name, false);
      Terminal.say("operator " + name + " is disabled");
    });
  }

  @Command(description = "Lets an operator in again.", mixinStandardHelpOptions = true)
  int enable(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    return config.with(admin -> {
      admin.operators().enable(name, true);
      Terminal.say("operator " + name + " is enabled");
    });
  }

  @Command(description = "Removes an operator.", mixinStandardHelpOptions = true)
  int remove(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    return config.with(admin -> {
      admin.operators().remove(name);
      Terminal.say("operator " + name + " is removed");
    });
  }
}
