package io.waybill.command;

import io.waybill.routing.Carrier;
import io.waybill.routing.Declared;
import io.waybill.routing.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "link",
    description = "Sets, lists and removes SMPP links; a running Waybill follows within a second.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class LinkCommand extends CommandGroup {
  /** What there is to say about a link. */
  static final class LinkOptions {
    @Option(names = "--host", required = true, description = "where the carrier listens")
    String host = "";

    @Option(
        names = "--port",
        defaultValue = "2775",
        description = "of the carrier (${DEFAULT-VALUE})")
    int port;

    @Option(
        names = "--system-id",
        defaultValue = "",
        description = "our name at the carrier, at most 15 characters")
    String systemId = "";

    @Option(names = "--password-file", description = "file with the bind's password")
    @Nullable Path passwordFile;

    @Option(
        names = "--system-type",
        defaultValue = "",
        description = "if the carrier asks for one, at most 12 characters")
    String systemType = "";

    @Option(
        names = "--window",
        defaultValue = "100",
        description = "most submits without an outcome (${DEFAULT-VALUE})")
    int window;

    @Option(
        names = "--rate",
        defaultValue = "0",
        description = "most submits in any one second, 0: no bound (${DEFAULT-VALUE})")
    int rate;

    @Option(
        names = "--enquire-link-seconds",
        defaultValue = "30",
        description = "silence after which the link is asked (${DEFAULT-VALUE})")
    int enquireLink;

    @Option(
        names = "--answer-seconds",
        defaultValue = "60",
        description = "wait for a submit_sm_resp (${DEFAULT-VALUE})")
    int answer;
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
      String password = o.passwordFile == null ? "" : Files.readString(o.passwordFile).strip();
      Map<String, Object> spec = new HashMap<>();
      spec.put("host", o.host);
      spec.put("port", o.port);
      spec.put("system_id", o.systemId);
      spec.put("system_type", o.systemType);
      spec.put("window", o.window);
      spec.put("rate_per_second", o.rate);
      spec.put("enquire_link_seconds", o.enquireLink);
      spec.put("answer_seconds", o.answer);
      Declared one = Declared.read(Map.of("links", Map.of(name, spec)));
      admin.carriers(ApplyCommand.by("cli")).apply(one, Map.of(name, password), false, false);
      Terminal.say("link " + name + " is set");
    });
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
      admin.carriers(ApplyCommand.by("cli")).removeLink(name);
      Terminal.say("link " + name + " is removed");
    });
  }

  private static int stand(ConfigOption config, String name, Standing standing, String word) {
    return config.with(admin -> {
      admin.carriers(ApplyCommand.by("cli")).link(name, standing);
      Terminal.say("link " + name + " is " + word);
    });
  }

  @Command(
      description = "Writes nothing to it from now on; it stays bound, receipts are still taken.",
      mixinStandardHelpOptions = true)
  int pause(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = "name of the link") String name) {
    return stand(config, name, Standing.PAUSED, "paused");
  }

  @Command(
      description = "Gives it nothing new; what it holds is still written.",
      mixinStandardHelpOptions = true)
  int drain(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = "name of the link") String name) {
    return stand(config, name, Standing.DRAINING, "draining");
  }

  @Command(description = "Uses it again.", mixinStandardHelpOptions = true)
  int resume(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = "name of the link") String name) {
    return stand(config, name, Standing.OPEN, "open");
  }

  @Command(
      name = "on-uncertain",
      description = "What to do with parts whose outcome is unknown: resend (default) or hold.",
      mixinStandardHelpOptions = true)
  int onUncertain(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "resend|hold", description = "what to do") String policy) {
    return config.with(admin -> {
      Carrier asked = Carrier.read(Carrier.DEFAULT, Map.of("on_uncertain", policy));
      admin.onUncertain(Carrier.DEFAULT, asked.onUncertain());
      Terminal.say("parts with an unknown outcome: " + policy);
    });
  }
}
