package io.waybill.dashboard;

import io.waybill.account.PersonPassword;
import io.waybill.account.Role;
import io.waybill.account.SessionRule;
import io.waybill.account.SessionRule.Stage;
import io.waybill.account.Totp;
import io.waybill.command.TestServer;
import io.waybill.store.Audit;
import io.waybill.store.People;
import io.waybill.store.Proofs;
import io.waybill.store.Sessions;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** People of a test's server, and pages asked for as they ask for them, without a browser. */
final class Visitors {
  static final String PASSWORD = "copper lantern walrus";

  /** Made once: each takes a while. */
  private static final String HASH = PersonPassword.hash(PASSWORD, new SecureRandom());

  private static final Audit.By BY = Audit.By.WAYBILL;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final TestServer server;

  Visitors(TestServer server) {
    this.server = server;
  }

  /** Somebody with a password; no second factor. */
  record Visitor(long id, String email, String session) {
    /** What forms must bring back. */
    String formToken() {
      return SessionRule.formToken(session);
    }
  }

  /** The number of an account. */
  int account(String name) {
    return server.beside((database, vault) ->
        new io.waybill.store.AdminStore(database, vault)
            .accounts().stream()
                .filter(line -> line.columns().getFirst().equals(name))
                .map(line -> Integer.parseInt(line.columns().get(1)))
                .findFirst()
                .orElseThrow());
  }

  /** Makes somebody who is logged in, at that stage. */
  Visitor make(Role role, @Nullable String account, Stage stage) {
    String email =
        "%s%d@%s.example"
            .formatted(role.word(), COUNT.incrementAndGet(), account == null ? "all" : account);
    Integer number = account == null ? null : account(account);
    return server.beside((database, vault) -> {
      People people = new People(database, Clock.systemUTC());
      String link = people.invite(BY, email, role, number);
      String name = role.word().substring(0, 1).toUpperCase(Locale.ROOT) + role.word().substring(1);
      long id = people.take(BY, link, name + " of " + account, HASH).id();
      String session =
          new Sessions(database, Clock.systemUTC())
              .begin(id, stage, "192.0.2.7", "Mozilla/5.0 (X11; Linux) Firefox/140");
      return new Visitor(id, email, session);
    });
  }

  Visitor make(Role role, @Nullable String account) {
    return make(role, account, Stage.FULL);
  }

  /** Gives somebody a second factor; its secret. */
  String secondFactor(Visitor visitor, List<byte[]> recoveryCodes) {
    String secret = Totp.freshSecret(new SecureRandom());
    server.beside((database, vault) -> {
      Proofs proofs = new Proofs(database, vault);
      proofs.offerTotp(visitor.id(), secret);
      proofs.acceptTotp(BY, proofs.proof(visitor.id()).orElseThrow().person(), 0, recoveryCodes);
      return 0;
    });
    return secret;
  }

  /** The link of a new invitation. */
  String invite(String email, Role role, String account) {
    int number = account(account);
    String token =
        server.beside((database, vault) ->
            new People(database, Clock.systemUTC()).invite(BY, email, role, number));
    return server.url() + "/welcome/" + token;
  }

  /** Asks for a page; the cookie is whose session it is, empty for nobody's. */
  HttpResponse<String> get(String path, String cookie) {
    return server.call("GET", path, "", "", cookie(cookie, "Accept", "text/html"));
  }

  /** Sends a form. */
  HttpResponse<String> post(
      String path, String cookie, Map<String, String> fields, String... headers) {
    StringBuilder body = new StringBuilder();
    fields.forEach((name, value) ->
        body.append(body.isEmpty() ? "" : "&")
            .append(name)
            .append('=')
            .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/x-www-form-urlencoded";
    return server.call("POST", path, "", body.toString(), cookie(cookie, all));
  }

  private static String[] cookie(String cookie, String... headers) {
    if (cookie.isEmpty()) {
      return headers;
    }
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Cookie";
    all[headers.length + 1] = "waybill=" + cookie;
    return all;
  }
}
