package io.waybill.command;

import io.waybill.account.Passwords;
import io.waybill.account.Person;
import io.waybill.account.PersonPassword;
import io.waybill.account.Role;
import io.waybill.store.AdminStore;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.People;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/** The owner of the demo's account, with whom somebody who tries Waybill logs in. */
final class DemoPerson {
  static final String EMAIL = "demo@example.com";

  private DemoPerson() {}

  /**
   * Makes the owner, or keeps the one of an earlier start.
   *
   * @param earlier the password that was told then; empty if it is not known any more
   * @return the password that opens the dashboard
   */
  static String ensure(AdminStore admin, String account, String earlier)
      throws SQLException, Refused {
    People people = admin.people(Clock.systemUTC());
    Optional<Person> person = people.person(EMAIL);
    if (person.isPresent() && person.get().isActive() && !earlier.isEmpty()) {
      return earlier;
    }
    String token =
        person.isPresent()
            ? people.link(admin.by(), person.get())
            : people.invite(admin.by(), EMAIL, Role.OWNER, number(admin, account));
    SecureRandom random = new SecureRandom();
    String password = Passwords.fresh(random);
    people.take(admin.by(), token, "Demo Owner", PersonPassword.hash(password, random));
    return password;
  }

  private static int number(AdminStore admin, String account) throws SQLException, Refused {
    return admin.accounts().stream()
        .filter(line -> line.columns().getFirst().equals(account))
        .map(line -> Integer.parseInt(line.columns().get(1)))
        .findFirst()
        .orElseThrow(() -> new Refused("no account is named " + account));
  }
}
