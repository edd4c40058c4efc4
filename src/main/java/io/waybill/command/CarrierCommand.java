package io.waybill.command;

import io.waybill.routing.Declared;
import io.waybill.routing.Standing;
import io.waybill.store.AdminStore.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "carrier",
    description =
        "Makes, lists, pauses, drains and resumes carriers, and shows who changed what. A running"
            + " Waybill follows within a second. More is set with ./waybill apply.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class CarrierCommand extends CommandGroup {
  private static final String NAME = "name of the carrier: a-z, 0-9 and dashes";

  @Command(description = "Makes a carrier with what is usual.", mixinStandardHelpOptions = true)
  int create(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    return config.with(admin -> {
      var carriers = admin.carriers(ApplyCommand.by("cli"));
      if (carriers.all().getOrDefault("carriers", Map.of()).containsKey(name)) {
        throw new io.waybill.store.AdminStore.Refused(
            "there is a carrier named " + name + " already");
      }
      carriers.put(Declared.read(Map.of("carriers", Map.of(name, Map.of()))));
      Terminal.say("carrier " + name + " is made");
    });
  }

  @Command(description = "Lists carriers.", mixinStandardHelpOptions = true)
  int list(@Mixin ConfigOption config) {
    return config.with(admin -> {
      List<Line> lines = new ArrayList<>();
      admin
          .carriers(ApplyCommand.by("cli"))
          .all()
          .getOrDefault("carriers", Map.of())
          .forEach((name, spec) ->
              lines.add(
                  new Line(
                      List.of(
                          name,
                          String.valueOf(spec.get("standing")),
                          String.valueOf(spec.get("on_uncertain")),
                          String.valueOf(spec.get("id_notation"))))));
      AccountCommand.table(List.of("CARRIER", "STANDING", "ON UNCERTAIN", "ID NOTATION"), lines);
    });
  }

  private static int stand(ConfigOption config, String name, Standing standing, String word) {
    return config.with(admin -> {
      admin.carriers(ApplyCommand.by("cli")).carrier(name, standing);
      Terminal.say("carrier " + name + " is " + word);
    });
  }

  @Command(
      description = "Writes nothing to it from now on; receipts are still taken.",
      mixinStandardHelpOptions = true)
  int pause(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    return stand(config, name, Standing.PAUSED, "paused");
  }

  @Command(
      description = "Gives it nothing new; what its links hold is still written.",
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

  @Command(
      description = "Shows who changed carriers, links and routes, newest first.",
      mixinStandardHelpOptions = true)
  int changes(
      @Mixin ConfigOption config,
      @Option(
              names = "--limit",
              defaultValue = "50",
              description = "at most so many, 1 to 1000 (${DEFAULT-VALUE})")
          int limit) {
    return config.with(admin ->
        AccountCommand.table(
            List.of("TIME", "WHO", "VIA", "ACTION", "WHAT"),
            admin.carriers(ApplyCommand.by("cli")).changes(Math.max(1, Math.min(limit, 1_000)))));
  }
}
