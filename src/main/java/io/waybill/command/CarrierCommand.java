package io.waybill.command;

import io.waybill.routing.Carrier;
import io.waybill.settings.Kind;
import io.waybill.settings.Spec;
import io.waybill.store.AdminStore;
import io.waybill.store.AdminStore.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "carrier",
    description =
        "Makes, lists, pauses, drains and resumes carriers. A running"
            + " Waybill follows within a second. More is set with ./waybill apply.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class CarrierCommand extends StandingCommands {
  private static final String NAME = "name of the carrier: a-z, 0-9 and dashes";

  @Override
  Kind kind() {
    return Kind.CARRIER;
  }

  @Command(description = "Makes a carrier with what is usual.", mixinStandardHelpOptions = true)
  int create(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    return config.with(admin -> {
      if (admin.setup().find(Kind.CARRIER, name).isPresent()) {
        throw new AdminStore.Refused("there is a carrier named " + name + " already");
      }
      admin.setup().put(Kind.CARRIER, Carrier.read(name, Map.of()), null);
      Terminal.say("carrier " + name + " is made");
    });
  }

  @Command(description = "Lists carriers.", mixinStandardHelpOptions = true)
  int list(@Mixin ConfigOption config) {
    return config.with(admin -> {
      List<Line> lines = new ArrayList<>();
      Map<String, String> learned = new HashMap<>();
      admin.notations().all().forEach(l -> learned.put(l.carrier(), l.notation().word()));
      for (Spec carrier : admin.setup().all(Kind.CARRIER).values()) {
        Map<String, Object> set = carrier.toMap();
        lines.add(
            new Line(
                List.of(
                    carrier.name(),
                    String.valueOf(set.get("standing")),
                    String.valueOf(set.get("on_uncertain")),
                    String.valueOf(set.get("id_notation")),
                    learned.getOrDefault(carrier.name(), "-"))));
      }
      AccountCommand.table(
          List.of("CARRIER", "STANDING", "ON UNCERTAIN", "ID NOTATION", "LEARNED"), lines);
    });
  }
}
