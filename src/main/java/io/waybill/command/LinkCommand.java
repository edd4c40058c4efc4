package io.waybill.command;

import io.waybill.routing.Carrier;
import io.waybill.routing.LinkSpec;
import io.waybill.settings.Declared;
import io.waybill.settings.Kind;
import io.waybill.store.AdminStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "link",
    description = "Sets, lists and removes SMPP links; a running Waybill follows within a second.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class LinkCommand extends StandingCommands {
  private static final int MINUTES_MAX = 60;

  @Override
  Kind kind() {
    return Kind.LINK;
  }

  @Command(
      description = "Makes a link, or changes the one of that name.",
      mixinStandardHelpOptions = true)
  int set(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = "name of the link: a-z, 0-9 and dashes")
          String name,
      @Mixin LinkOptions o) {
    return config.with(admin -> {
      String password = o.password().orElse(null);
      if (admin.setup().find(Kind.LINK, name).isPresent()) {
        admin
            .setup()
            .change(
                Kind.LINK,
                name,
                now -> Declared.one(Kind.LINK, LinkSpec.read(name, with(now, o.said())), password));
      } else if (!o.said().containsKey("host")) {
        throw new AdminStore.Refused("say where the carrier of the new link listens: --host");
      } else {
        LinkSpec spec = LinkSpec.read(name, o.said());
        admin.setup().put(Kind.LINK, spec, password == null ? "" : password);
      }
      Terminal.say("link " + name + " is set");
    });
  }

  private static Map<String, Object> with(Map<String, Object> now, Map<String, Object> said) {
    Map<String, Object> all = new LinkedHashMap<>(now);
    all.putAll(said);
    return all;
  }

  @Command(description = "Lists links, without passwords.", mixinStandardHelpOptions = true)
  int list(@Mixin ConfigOption config) {
    return config.with(admin ->
        AccountCommand.table(
            List.of("LINK", "CARRIER", "ADDRESS", "SYSTEM ID", "WINDOW", "RATE"), admin.links()));
  }

  @Command(description = "Removes a link.", mixinStandardHelpOptions = true)
  int remove(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = "name of the link: a-z, 0-9 and dashes")
          String name) {
    return config.with(admin -> {
      admin.setup().remove(Kind.LINK, name);
      Terminal.say("link " + name + " is removed");
    });
  }

  @Command(
      name = "on-uncertain",
      description = "What to do with parts whose outcome is unknown: resend (default) or hold.",
      mixinStandardHelpOptions = true)
  int onUncertain(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "resend|hold", description = "what to do") String policy) {
    return config.with(admin -> {
      String name = Carrier.DEFAULT;
      admin
          .setup()
          .change(
              Kind.CARRIER,
              name,
              now ->
                  Declared.one(
                      Kind.CARRIER,
                      Carrier.read(name, with(now, Map.of("on_uncertain", policy))),
                      null));
      Terminal.say("parts with an unknown outcome: " + policy);
    });
  }

  @Command(
      name = "log",
      description = {
        "Writes down for some minutes what goes over a link, into wire/ of the data directory.",
        "Texts are masked unless asked for, passwords are never written."
      },
      mixinStandardHelpOptions = true)
  int log(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = "name of the link") String name,
      @Option(
              names = "--minutes",
              defaultValue = "5",
              description = "1 to 60 (${DEFAULT-VALUE}); 0 ends it")
          int minutes,
      @Option(names = "--texts", description = "texts, too, in hexadecimal") boolean texts) {
    return config.with(admin -> {
      if (minutes < 0 || minutes > MINUTES_MAX) {
        throw new AdminStore.Refused("--minutes: write a number from 0 to " + MINUTES_MAX);
      }
      if (minutes == 0) {
        admin.wireOrders().cancel(name);
        Terminal.say("link " + name + " is not written down any more");
      } else {
        admin.wireOrders().order(name, Duration.ofMinutes(minutes), texts);
        Terminal.say(
            "a running Waybill writes link "
                + name
                + " down for "
                + minutes
                + " minutes: see wire/"
                + name
                + "-….log in its data directory");
      }
    });
  }
}
