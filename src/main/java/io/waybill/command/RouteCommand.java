package io.waybill.command;

import io.waybill.routing.Route;
import io.waybill.settings.Kind;
import io.waybill.store.AdminStore.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "route",
    description =
        "Sets, lists and removes routes: which messages go to which carrier. A running Waybill"
            + " follows within a second.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class RouteCommand extends CommandGroup {
  private static final String NAME = "name of the route: a-z, 0-9 and dashes";

  /** What there is to say about a route. */
  static final class RouteOptions {
    @Option(names = "--account", description = "only this account's messages")
    @Nullable String account;

    @Option(names = "--prefix", description = "what the number begins with, digits without +")
    @Nullable String prefix;

    @Option(names = "--country", description = "two capital letters, as EE")
    @Nullable String country;

    @Option(names = "--network", description = "operator's name as Telia, or MCC and MNC as 24801")
    @Nullable String network;

    @Option(names = "--carrier", description = "where they go; without it they fail")
    @Nullable String carrier;

    @Option(
        names = "--priority",
        defaultValue = "100",
        description = "lower goes first, 0 to 1000 (${DEFAULT-VALUE})")
    int priority;

    @Option(
        names = "--weight",
        defaultValue = "100",
        description = "share among routes that are alike, 1 to 1000 (${DEFAULT-VALUE})")
    int weight;

    @Option(names = "--disabled", description = "keep it, but do not use it")
    boolean disabled;

    private Map<String, Object> spec() {
      Map<String, Object> spec = new HashMap<>();
      spec.put("account", account);
      spec.put("prefix", prefix);
      spec.put("country", country);
      spec.put("network", network);
      spec.put("carrier", carrier);
      spec.put("priority", priority);
      spec.put("weight", weight);
      spec.put("enabled", !disabled);
      return spec;
    }
  }

  @Command(
      description = "Makes a route, or changes the one of that name.",
      mixinStandardHelpOptions = true)
  int set(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Mixin RouteOptions o) {
    return config.with(admin -> {
      admin.setup().put(Kind.ROUTE, Route.read(name, o.spec()), null);
      Terminal.say("route " + name + " is set");
    });
  }

  @Command(description = "Lists routes, in the order of names.", mixinStandardHelpOptions = true)
  int list(@Mixin ConfigOption config) {
    return config.with(admin -> {
      List<Line> lines = new ArrayList<>();
      admin
          .setup()
          .all(Kind.ROUTE)
          .forEach((name, route) -> {
            Map<String, Object> spec = route.toMap();
            List<String> line = new ArrayList<>(List.of(name));
            for (String key :
                List.of(
                    "account",
                    "prefix",
                    "country",
                    "network",
                    "carrier",
                    "priority",
                    "weight",
                    "enabled")) {
              Object value = spec.get(key);
              line.add(value == null || "".equals(value) ? "-" : value.toString());
            }
            lines.add(new Line(line));
          });
      AccountCommand.table(
          List.of(
              "ROUTE",
              "ACCOUNT",
              "PREFIX",
              "COUNTRY",
              "NETWORK",
              "CARRIER",
              "PRIORITY",
              "WEIGHT",
              "ENABLED"),
          lines);
    });
  }

  @Command(description = "Removes a route.", mixinStandardHelpOptions = true)
  int remove(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    return config.with(admin -> {
      admin.setup().remove(Kind.ROUTE, name);
      Terminal.say("route " + name + " is removed");
    });
  }
}
