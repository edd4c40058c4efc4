package io.waybill.command;

import io.waybill.channel.Adapter;
import io.waybill.channel.Kinds;
import io.waybill.message.Event.OnUncertain;
import io.waybill.store.AdapterRow;
import io.waybill.store.AdminStore;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "channel",
    description = {
      "Sets, lists, tries and removes adapters: the ways of Viber, WhatsApp, Telegram and RCS.",
      "A running Waybill follows within a second. See docs/channels.md."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class ChannelCommand extends CommandGroup {
  private static final String NAME = "name of the adapter: a-z, 0-9 and dashes";
  private static final Pattern NAME_FORM = Pattern.compile("[a-z0-9-]{1,40}");
  private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{6,14}");
  private static final int RATE_MAX = 10_000;
  private static final int CONCURRENCY_MAX = 256;

  /** What there is to say about an adapter. */
  static final class AdapterOptions {
    @Option(names = "--channel", required = true, description = "viber, whatsapp, telegram or rcs")
    String channel = "";

    @Option(
        names = "--kind",
        defaultValue = "generic",
        description = "generic, whatsapp, viber or telegram (${DEFAULT-VALUE})")
    String kind = "";

    @Option(names = "--account", description = "only for this account; default: for all")
    @Nullable String account;

    @Option(
        names = "--setting",
        paramLabel = "NAME=VALUE",
        description = "what the kind needs, as url=https://…; repeat it for each")
    Map<String, String> settings = Map.of();

    @Option(
        names = "--secret-file",
        paramLabel = "NAME=FILE",
        description = "file that holds a secret of that name; repeat it for each")
    Map<String, Path> secretFiles = Map.of();

    @Option(
        names = "--rate",
        defaultValue = "0",
        description = "most requests in any one second, 0: no bound (${DEFAULT-VALUE})")
    int rate;

    @Option(
        names = "--concurrency",
        defaultValue = "16",
        description = "most requests at once (${DEFAULT-VALUE})")
    int concurrency;

    @Option(
        names = "--on-uncertain",
        defaultValue = "resend",
        description = "what to do when an outcome is unknown: resend or hold (${DEFAULT-VALUE})")
    String onUncertain = "";

    @Option(names = "--disabled", description = "keep it, but send nothing through it")
    boolean disabled;
  }

  @Command(
      description = "Makes an adapter, or changes the one of that name as a whole.",
      mixinStandardHelpOptions = true)
  int set(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Mixin AdapterOptions o) {
    return config.with(admin -> {
      AdapterRow row = row(name, o);
      try (Kinds kinds = new Kinds(admin.channels().contacts())) {
        kinds.of(row);
      } catch (Adapter.Unusable e) {
        throw new IOException(e.getMessage(), e);
      }
      admin.channels().put(row, o.account);
      Terminal.say("adapter " + name + " is set; its provider reports to /channels/" + name);
    });
  }

  private static AdapterRow row(String name, AdapterOptions o) throws IOException {
    Map<String, String> secrets = new HashMap<>();
    for (var e : o.secretFiles.entrySet()) {
      secrets.put(e.getKey(), secret(e.getValue()));
    }
    if (!NAME_FORM.matcher(name).matches() || name.equals("none")) {
      throw new IOException("NAME must be 1 to 40 of a-z, 0-9 and dashes, and not none");
    }
    if (o.rate < 0 || o.rate > RATE_MAX) {
      throw new IOException("--rate must be 0 to " + RATE_MAX);
    }
    if (o.concurrency < 1 || o.concurrency > CONCURRENCY_MAX) {
      throw new IOException("--concurrency must be 1 to " + CONCURRENCY_MAX);
    }
    if (!List.of("viber", "whatsapp", "telegram", "rcs").contains(o.channel)) {
      throw new IOException("--channel must be viber, whatsapp, telegram or rcs");
    }
    if (!o.kind.equals("generic") && !o.kind.equals(o.channel) && Kinds.ALL.contains(o.kind)) {
      throw new IOException(
          "--kind " + o.kind + " is not for --channel " + o.channel + "; generic is for all");
    }
    if (!List.of("resend", "hold").contains(o.onUncertain)) {
      throw new IOException("--on-uncertain must be resend or hold");
    }
    return new AdapterRow(
        name,
        o.channel,
        null,
        o.kind,
        o.settings,
        secrets,
        !o.disabled,
        o.rate,
        o.concurrency,
        OnUncertain.valueOf(o.onUncertain.toUpperCase(Locale.ROOT)));
  }

  private static String secret(Path file) throws IOException {
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException gone) {
      throw new IOException("--secret-file: " + file + " does not exist", gone);
    } catch (AccessDeniedException closed) {
      throw new IOException("--secret-file: " + file + " may not be read by this user", closed);
    } catch (IOException unreadable) {
      throw new IOException("--secret-file: " + file + " cannot be read as text", unreadable);
    }
  }

  @Command(description = "Lists adapters, without secrets.", mixinStandardHelpOptions = true)
  int list(@Mixin ConfigOption config) {
    return config.with(admin ->
        AccountCommand.table(
            List.of(
                "ADAPTER",
                "CHANNEL",
                "ACCOUNT",
                "KIND",
                "STANDING",
                "RATE",
                "CONCURRENCY",
                "ON UNCERTAIN",
                "SETTINGS"),
            admin.channels().list()));
  }

  @Command(
      description = {
        "Removes an adapter, and the contacts it has learned.",
        "Messages that wait for it fail with err 9; the next channels of their chains begin."
      },
      mixinStandardHelpOptions = true)
  int remove(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    return config.with(admin -> {
      admin.channels().remove(name);
      Terminal.say("adapter " + name + " is removed");
    });
  }

  @Command(
      description = "Asks an adapter's provider for something harmless: do address and token work?",
      mixinStandardHelpOptions = true)
  int test(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = NAME) String name) {
    return config.with(admin -> {
      AdapterRow row = find(admin, name);
      try (Kinds kinds = new Kinds(admin.channels().contacts())) {
        Terminal.say(name + " works: " + kinds.of(row).check());
        Terminal.say("its provider must report to /channels/" + name);
      } catch (Adapter.Unusable e) {
        throw new IOException(name + " does not work: " + e.getMessage(), e);
      }
    });
  }

  private static AdapterRow find(AdminStore admin, String name) throws SQLException, IOException {
    return admin
        .channels()
        .find(name)
        .orElseThrow(() ->
            new IOException(
                "no adapter is named %s, or its secrets were sealed with another key file"
                    .formatted(name)));
  }

  @Command(description = "Forgets which chats stand for a number.", mixinStandardHelpOptions = true)
  int forget(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NUMBER", description = "with + and country code") String number) {
    return config.with(admin -> {
      if (!NUMBER.matcher(number).matches()) {
        throw new IOException("write the number as +37255555501, not " + number);
      }
      int known = admin.channels().forget(number);
      Terminal.say("forgotten: " + known + (known == 1 ? " contact" : " contacts"));
    });
  }
}
