package io.waybill.command;

import io.waybill.account.Person;
import io.waybill.account.Role;
import io.waybill.ops.Config;
import io.waybill.store.AdminStore;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.People;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "person",
    description =
        "Invites, lists and removes people who log in at the dashboard, and makes reset links.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class PersonCommand extends CommandGroup {
  private static final String EMAIL = "e-mail address of the person";

  @Command(
      description =
          "Makes a person and prints a link to set a password with: once, within 72 hours.",
      mixinStandardHelpOptions = true)
  int invite(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "EMAIL", description = EMAIL) String email,
      @Option(
              names = "--role",
              defaultValue = "owner",
              description = "owner (default), sender, viewer, or operator of the whole platform")
          String role,
      @Option(names = "--account", description = "name of the account; not for an operator")
          @Nullable String account) {
    return config.with(admin -> {
      Role given =
          Role.of(role)
              .orElseThrow(() -> new Refused("--role is owner, sender, viewer or operator"));
      if ((given == Role.OPERATOR) == (account != null)) {
        throw new Refused(
            given == Role.OPERATOR
                ? "an operator stands above the accounts: leave --account out"
                : "say with --account whose " + given.word() + " it is to be");
      }
      String token =
          people(admin)
              .invite(
                  admin.by(),
                  address(email),
                  given,
                  account == null ? null : number(admin, account));
      Terminal.say("person " + address(email) + ", " + given.word());
      tell(config, token, "72 hours");
    });
  }

  @Command(description = "Lists everybody.", mixinStandardHelpOptions = true)
  int list(@Mixin ConfigOption config) {
    return config.with(admin ->
        AccountCommand.table(
            List.of("E-MAIL", "NAME", "ROLE", "ACCOUNT", "STANDING", "SECOND FACTOR", "LAST SEEN"),
            people(admin).lines(admin)));
  }

  @Command(
      description = "Removes a person; their sessions end at once.",
      mixinStandardHelpOptions = true)
  int remove(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "EMAIL", description = EMAIL) String email) {
    return config.with(admin -> {
      People people = people(admin);
      people.remove(admin.by(), find(people, email));
      Terminal.say("person " + address(email) + " is removed");
    });
  }

  @Command(
      description =
          "Prints a link to a new password: once, within one hour. The old one works until then.",
      mixinStandardHelpOptions = true)
  int reset(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "EMAIL", description = EMAIL) String email,
      @Option(
              names = "--second-factor",
              description = "also removes the second factor, for one who has lost phone and codes")
          boolean secondFactor) {
    return config.with(admin -> {
      People people = people(admin);
      Person person = find(people, email);
      if (secondFactor) {
        admin.proofs().dropTotp(admin.by(), person);
      }
      tell(config, people.link(admin.by(), person), person.isActive() ? "one hour" : "72 hours");
    });
  }

  private static People people(AdminStore admin) {
    return admin.people(Clock.systemUTC());
  }

  private static Person find(People people, String email) throws SQLException, Refused {
    return people
        .person(address(email))
        .orElseThrow(() -> new Refused("nobody has the address " + email));
  }

  private static String address(String email) throws Refused {
    return Person.email(email)
        .orElseThrow(() -> new Refused("'" + email + "' is no e-mail address"));
  }

  private static int number(AdminStore admin, String account) throws SQLException, Refused {
    return admin.accounts().stream()
        .filter(line -> line.columns().get(0).equals(account))
        .map(line -> Integer.parseInt(line.columns().get(1)))
        .findFirst()
        .orElseThrow(() -> new Refused("no account is named " + account));
  }

  private static void tell(ConfigOption option, String token, String lasts) {
    Config read = option.load();
    Config config = read == null ? Config.defaults() : read;
    String url = config.dashboard().url();
    String scheme = config.http().tls() == null ? "http" : "https";
    String base =
        url != null
            ? url
            : "%s://%s:%d".formatted(scheme, config.http().host(), config.http().port());
    Terminal.say("link " + base + "/welcome/" + token);
    Terminal.note("The link works once, for " + lasts + ". It is not shown again.");
  }
}
