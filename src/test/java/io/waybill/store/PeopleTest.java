package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.account.Person;
import io.waybill.account.RecoveryCodes;
import io.waybill.account.Role;
import io.waybill.account.SessionRule;
import io.waybill.account.SessionRule.Stage;
import io.waybill.account.Totp;
import io.waybill.account.Vault;
import io.waybill.store.AdminStore.Refused;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** People, sessions and the audit log on a real PostgreSQL, at whatever time it is. */
class PeopleTest {
  private static final Audit.By BY = new Audit.By("tester", "cli");
  private static final Vault VAULT = new Vault(new byte[32]);
  private static final Database DATABASE = database();
  private static final int ACCOUNT = account();

  private Instant now = Clock.tickMillis(java.time.ZoneOffset.UTC).instant();
  private final People people = new People(DATABASE, () -> now);
  private final Proofs proofs = new Proofs(DATABASE, VAULT);
  private final Sessions sessions = new Sessions(DATABASE, () -> now);

  private static Database database() {
    try {
      return Database.open(
          TestPostgres.freshDatabase(),
          TestPostgres.user(),
          TestPostgres.password(),
          8,
          Clock.systemUTC());
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static int account() {
    try {
      return new AdminStore(DATABASE, VAULT).createAccount("shop", 30);
    } catch (SQLException | Refused failed) {
      throw new IllegalStateException(failed);
    }
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  private Person person(String name, Role role) throws SQLException, Refused {
    String link = people.invite(BY, name + "@shop.example", role, ACCOUNT);
    return people.take(BY, link, name, "a hash");
  }

  @Test
  void aLinkOpensOnceAndNotForever() throws SQLException, Refused {
    String link = people.invite(BY, "once@shop.example", Role.VIEWER, ACCOUNT);
    assertThat(people.linked(link)).isPresent();
    assertThat(people.linked(link + "x")).isEmpty();
    Person once = people.take(BY, link, "Once", "a hash");
    assertThat(people.linked(link)).isEmpty();
    assertThatThrownBy(() -> people.take(BY, link, "Twice", "another")).isInstanceOf(Refused.class);
    String reset = people.link(BY, once);
    String newer = people.link(BY, once);
    assertThat(people.linked(reset)).as("a newer one takes its place").isEmpty();
    now = now.plus(SessionRule.RESET);
    assertThat(people.linked(newer)).isEmpty();
    String late = people.invite(BY, "late@shop.example", Role.VIEWER, ACCOUNT);
    now = now.plus(SessionRule.INVITATION);
    assertThat(people.linked(late)).isEmpty();
  }

  @Test
  void aSessionEndsWhenNobodyComesAndWhenItsTimeIsOver() throws SQLException, Refused {
    Person person = person("sessions", Role.VIEWER);
    String idle = sessions.begin(person.id(), Stage.FULL, "192.0.2.1", "a browser");
    now = now.plus(SessionRule.IDLE);
    assertThat(sessions.find(idle)).isEmpty();
    String busy = sessions.begin(person.id(), Stage.FULL, "192.0.2.1", "a\u0000browser");
    Instant end = now.plus(SessionRule.LONGEST);
    while (now.plus(Duration.ofHours(11)).isBefore(end)) {
      now = now.plus(Duration.ofHours(11));
      assertThat(sessions.find(busy)).isPresent();
    }
    now = end;
    assertThat(sessions.find(busy)).isEmpty();
    String half = sessions.begin(person.id(), Stage.CODE, "192.0.2.1", "a browser");
    assertThat(sessions.find(half)).isPresent();
    now = now.plus(SessionRule.HALFWAY);
    assertThat(sessions.find(half)).isEmpty();
  }

  @Test
  void nobodyHasMoreThanTwentySessions() throws SQLException, Refused {
    Person person = person("many", Role.VIEWER);
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < Sessions.MAX + 5; i++) {
      now = now.plusSeconds(1);
      tokens.add(sessions.begin(person.id(), Stage.FULL, "192.0.2.1", "a browser"));
    }
    assertThat(sessions.of(person.id())).hasSize(Sessions.MAX);
    assertThat(sessions.find(tokens.getFirst())).isEmpty();
    assertThat(sessions.find(tokens.getLast())).isPresent();
  }

  @Test
  void peopleOfADisabledAccountAreOut() throws SQLException, Refused {
    AdminStore admin = new AdminStore(DATABASE, VAULT);
    int closed = admin.createAccount("closed", 30);
    String link = people.invite(BY, "shut@closed.example", Role.OWNER, closed);
    Person person = people.take(BY, link, "Shut", "a hash");
    String token = sessions.begin(person.id(), Stage.FULL, "192.0.2.1", "a browser");
    String reset = people.link(BY, person);
    admin.enableAccount("closed", false);
    assertThat(sessions.find(token)).isEmpty();
    assertThat(proofs.proof(person.email())).isEmpty();
    assertThat(people.linked(reset)).isEmpty();
    admin.enableAccount("closed", true);
    assertThat(sessions.find(token)).isPresent();
  }

  @Test
  void ofManyWhoShowOneCodeAtOnceOneIsIn() throws Exception {
    Person person = person("codes", Role.OWNER);
    String secret = Totp.freshSecret(new SecureRandom());
    List<String> codes = RecoveryCodes.fresh(new SecureRandom());
    proofs.offerTotp(person.id(), secret);
    proofs.acceptTotp(BY, person, 5, codes.stream().map(RecoveryCodes::hash).toList());
    assertThat(proofs.proof(person.id()).orElseThrow().totpSecret()).isEqualTo(secret);
    assertThat(winners(() -> proofs.useStep(person.id(), 6))).isEqualTo(1);
    byte[] code = RecoveryCodes.hash(codes.getFirst());
    assertThat(winners(() -> proofs.useRecoveryCode(BY, person, code))).isEqualTo(1);
    assertThat(proofs.proof(person.id()).orElseThrow().person().recoveryCodes()).isEqualTo(9);
  }

  private static long winners(Callable<Boolean> attempt) throws Exception {
    long won = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> one : threads.invokeAll(java.util.Collections.nCopies(6, attempt))) {
        won += one.get() ? 1 : 0;
      }
    }
    return won;
  }

  @Test
  void theLastOwnerStaysEvenWhenTwoGoAtOnce() throws Exception {
    int small = new AdminStore(DATABASE, VAULT).createAccount("small", 30);
    List<Person> owners = new ArrayList<>();
    for (String name : List.of("first", "second")) {
      String link = people.invite(BY, name + "@small.example", Role.OWNER, small);
      owners.add(people.take(BY, link, name, "a hash"));
    }
    people.invite(BY, "invited@small.example", Role.OWNER, small);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> both = new ArrayList<>();
      for (Person owner : owners) {
        both.add(() -> {
          try {
            people.remove(BY, owner);
            return true;
          } catch (Refused last) {
            return false;
          }
        });
      }
      long gone = 0;
      for (Future<Boolean> one : threads.invokeAll(both)) {
        gone += one.get() ? 1 : 0;
      }
      assertThat(gone).isEqualTo(1);
    }
    assertThat(people.of(small)).filteredOn(Person::isActive).hasSize(1);
  }

  @Test
  void theAuditLogIsReadByAccountPageByPage() throws SQLException, Refused {
    AuditReader reader = new AuditReader(DATABASE);
    Audit.By here = new Audit.By("pager@shop.example", "dashboard", ACCOUNT, "192.0.2.9");
    for (int i = 0; i < 7; i++) {
      people.note(here, "look", "session", "entry " + i);
    }
    var filter = new AuditReader.Filter(ACCOUNT, "pager@shop.example", null, null, null);
    List<Audit.Entry> first = reader.page(filter, Long.MAX_VALUE, 5);
    List<Audit.Entry> rest = reader.page(filter, first.getLast().id(), 5);
    assertThat(first).extracting(Audit.Entry::name).startsWith("entry 6", "entry 5").hasSize(5);
    assertThat(rest).extracting(Audit.Entry::name).containsExactly("entry 1", "entry 0");
    assertThat(first.getFirst().by()).isEqualTo(here);
    var others = new AuditReader.Filter(ACCOUNT + 1000, null, null, null, null);
    assertThat(reader.page(others, Long.MAX_VALUE, 5)).isEmpty();
    var before = new AuditReader.Filter(ACCOUNT, null, null, null, Instant.EPOCH);
    assertThat(reader.page(before, Long.MAX_VALUE, 5)).isEmpty();
    List<String> all = new ArrayList<>();
    reader.<SQLException>each(filter, 6, entry -> all.add(entry.name()));
    assertThat(all).hasSize(6);
  }

  @Test
  void whatIsChangedAboutAnAccountsKeyIsItsOwnersToRead() throws SQLException, Refused {
    AdminStore admin = new AdminStore(DATABASE, VAULT).as(BY);
    admin.createKey("shop", "audited", "a-password-0123456789", null, null, "on");
    var filter = new AuditReader.Filter(ACCOUNT, null, "key", null, null);
    assertThat(new AuditReader(DATABASE).page(filter, Long.MAX_VALUE, 5))
        .anyMatch(entry -> entry.name().equals("audited") && entry.by().actor().equals("tester"));
  }
}
