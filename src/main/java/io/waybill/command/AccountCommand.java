package io.waybill.command;

import io.waybill.store.AdminStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "account",
    description = "Creates, lists, disables and enables accounts, and sets their balance.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class AccountCommand extends CommandGroup {
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,5})?");

  @Command(description = "Makes an account.", mixinStandardHelpOptions = true)
  int create(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = "name of the account") String name,
      @Option(
              names = "--content-days",
              description =
                  "days for which texts and full numbers are kept; default: messages.content_days")
          @Nullable Integer contentDays) {
    return config.with(admin -> {
      int days = contentDays != null ? contentDays : config.contentDays();
      int id = admin.createAccount(name, days);
      Terminal.say("account " + name + " has number " + id);
    });
  }

  @Command(description = "Lists accounts.", mixinStandardHelpOptions = true)
  int list(@Mixin ConfigOption config) {
    return config.with(
        admin -> table(List.of("ACCOUNT", "NUMBER", "STANDING", "CONTENT DAYS"), admin.accounts()));
  }

  @Command(
      description = "Shuts an account's keys out; what it sent goes on.",
      mixinStandardHelpOptions = true)
  int disable(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = "name of the account") String name) {
    return config.with(admin -> {
      admin.enableAccount(name, false);
      Terminal.say("account " + name + " is disabled");
    });
  }

  @Command(description = "Lets an account's keys in again.", mixinStandardHelpOptions = true)
  int enable(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = "name of the account") String name) {
    return config.with(admin -> {
      admin.enableAccount(name, true);
      Terminal.say("account " + name + " is enabled");
    });
  }

  @Command(
      description = "Sets the account's own table for autoconvert 'on': a JSON object, from to to.",
      mixinStandardHelpOptions = true)
  int replacements(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = "name of the account") String name,
      @Parameters(paramLabel = "FILE", description = "JSON, as {\"€\":\"EUR\"}") Path file) {
    return config.with(admin -> {
      admin.replacements(name, read(file));
      Terminal.say("account " + name + " has a new table of replacements");
    });
  }

  @Command(
      description =
          "Shows what is left on an account, in euro, or sets it. At 0 or less it sends no more.",
      mixinStandardHelpOptions = true)
  int balance(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "NAME", description = "name of the account") String name,
      @Parameters(
              paramLabel = "AMOUNT",
              arity = "0..1",
              description = "euro, at most 5 decimals; none for no limit")
          @Nullable String amount) {
    return config.with(admin -> {
      if (amount != null) {
        admin.prices().balance(name, amount.equals("none") ? null : euro(amount));
      }
      BigDecimal left = admin.prices().balance(name);
      Terminal.say(
          "account " + name + (left == null ? " is not limited" : " has " + left.toPlainString()));
    });
  }

  private static BigDecimal euro(String amount) throws IOException {
    if (!AMOUNT.matcher(amount).matches()) {
      throw new IOException(
          "'" + amount + "' is no amount: write up to 9 digits, and at most 5 after a point");
    }
    return new BigDecimal(amount);
  }

  private static String read(Path file) throws IOException {
    String json = Files.readString(file);
    try {
      new tools.jackson.databind.json.JsonMapper()
          .readValue(
              json, new tools.jackson.core.type.TypeReference<java.util.Map<String, String>>() {});
    } catch (tools.jackson.core.JacksonException e) {
      throw new IOException(file + " is not a JSON object of texts: " + e.getOriginalMessage(), e);
    }
    return json;
  }

  static void table(List<String> heads, List<AdminStore.Line> lines) {
    List<AdminStore.Line> all = new ArrayList<>();
    all.add(new AdminStore.Line(heads));
    all.addAll(lines);
    Terminal.table(all);
  }
}
