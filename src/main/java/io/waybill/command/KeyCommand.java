package io.waybill.command;

import io.waybill.account.KeySettings;
import io.waybill.account.Passwords;
import io.waybill.store.AdminStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "key",
    description = "Creates, imports, lists, changes, rotates, disables and enables API keys.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class KeyCommand extends CommandGroup {
  @Command(
      description = "Makes a key with a new password, which is shown only this once.",
      mixinStandardHelpOptions = true)
  int create(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "ACCOUNT", description = "name of the account") String account,
      @Option(names = "--username", description = "API username; default: made up")
          @Nullable String username,
      @Mixin KeyOptions options) {
    SecureRandom random = new SecureRandom();
    byte[] id = new byte[12];
    random.nextBytes(id);
    String name = username != null ? username : HexFormat.of().formatHex(id);
    String password = Passwords.fresh(random);
    return config.with(admin -> {
      admin.createKey(account, name, password, options.on(KeySettings.USUAL));
      Terminal.say("api_username " + name);
      Terminal.say("api_password " + password);
    });
  }

  @Command(
      name = "import",
      description =
          "Takes over a key from another system: its password is read from standard input, at least"
              + " 16 characters.",
      mixinStandardHelpOptions = true)
  int bring(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "ACCOUNT", description = "name of the account") String account,
      @Parameters(paramLabel = "USERNAME", description = "API username of the key") String username,
      @Mixin KeyOptions options) {
    return config.with(admin -> {
      KeySettings settings = options.on(KeySettings.USUAL);
      admin.createKey(account, username, passwordFromInput(), settings);
      Terminal.say("key " + username + " is imported");
    });
  }

  private static String passwordFromInput() throws IOException {
    String line =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    if (line == null || line.strip().length() < Passwords.IMPORT_MIN) {
      throw new IOException(
          "write the password on standard input, at least " + Passwords.IMPORT_MIN + " characters");
    }
    return line.strip();
  }

  @Command(description = "Lists keys, without passwords.", mixinStandardHelpOptions = true)
  int list(@Mixin ConfigOption config) {
    return config.with(admin ->
        AccountCommand.table(
            List.of(
                "KEY",
                "ACCOUNT",
                "STANDING",
                "SENDER",
                "AUTOCONVERT",
                "SINCE",
                "SCOPES",
                "ALLOWED FROM",
                "EXPIRES",
                "LAST USED",
                "PREVIOUS PASSWORD UNTIL",
                "STRICT",
                "RATE",
                "DLR URL"),
            admin.keys()));
  }

  @Command(
      description = "Changes what is set on a key; what is not named stays as it is.",
      mixinStandardHelpOptions = true)
  int set(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "USERNAME", description = "API username of the key") String username,
      @Mixin KeyOptions options) {
    return config.with(admin -> {
      if (options.nothingGiven()) {
        throw new AdminStore.Refused("say what to change, see waybill key set --help");
      }
      UnaryOperator<KeySettings> change = options.checked();
      admin.changeKey(username, change);
      Terminal.say("key " + username + " is changed");
    });
  }

  @Command(
      description = {
        "Gives a key a new password, which is shown only this once.",
        "The password before goes on opening the key during the overlap, and callbacks are signed"
            + " with it until the new one is used for the first time."
      },
      mixinStandardHelpOptions = true)
  int rotate(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "USERNAME", description = "API username of the key") String username,
      @Option(
              names = "--overlap",
              defaultValue = "24h",
              description =
                  "how long the password before opens the key too, at most 30d; 0 ends it at once"
                      + " (${DEFAULT-VALUE})")
          String overlap) {
    String password = Passwords.fresh(new SecureRandom());
    return config.with(admin -> {
      admin.rotateKey(username, password, KeyOptions.overlap(overlap));
      Terminal.say("api_username " + username);
      Terminal.say("api_password " + password);
    });
  }

  @Command(description = "Shuts a key out.", mixinStandardHelpOptions = true)
  int disable(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "USERNAME", description = "API username of the key")
          String username) {
    return config.with(admin -> {
      admin.enableKey(username, false);
      Terminal.say("key " + username + " is disabled");
    });
  }

  @Command(description = "Lets a key in again.", mixinStandardHelpOptions = true)
  int enable(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "USERNAME", description = "API username of the key")
          String username) {
    return config.with(admin -> {
      admin.enableKey(username, true);
      Terminal.say("key " + username + " is enabled");
    });
  }
}
