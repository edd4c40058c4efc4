package io.waybill.dashboard;

import io.waybill.account.Person;
import io.waybill.account.RecoveryCodes;
import io.waybill.account.Totp;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.Proofs.Proof;
import io.waybill.store.Sessions.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Setting up the second factor: at the first log-in of those who must have one, and in the
 * settings. A secret counts only once a code has shown that it is in a device.
 */
public final class FactorPages {
  private static final String ENROL = "/login/second-factor";
  private static final String SETTINGS = "/settings/second-factor";

  private final Desk desk;
  private final LogInPages logIn;

  FactorPages(Desk desk, LogInPages logIn) {
    this.desk = desk;
    this.logIn = logIn;
  }

  /**
   * What the page with the QR code shows.
   *
   * @param path where its form goes
   * @param qr as SVG
   * @param secret for those who type it, in groups
   * @param isFirst whether this is on the way in
   */
  public record SetUp(
      String path, String qr, String secret, boolean isFirst, @Nullable String problem) {}

  /** Recovery codes, shown this once. */
  public record Codes(List<String> codes, String next) {}

  List<Page> pages() {
    return List.of(
        Page.get(ENROL, Need.ENROLMENT, visit -> show(visit, ENROL, null)),
        Page.post(ENROL, Need.ENROLMENT, visit -> confirm(visit, ENROL)),
        Page.get(SETTINGS, Need.PERSON, this::anew).at(Section.SETTINGS, "Profile", 10),
        Page.post(SETTINGS, Need.PERSON, visit -> confirm(visit, SETTINGS))
            .at(Section.SETTINGS, "Profile", 10));
  }

  /** In the settings it begins with the password: {@link ProfilePages} offers the secret. */
  private Reply anew(Visit visit) throws SQLException, Refused {
    boolean isOffered =
        desk.proofs().proof(visit.person().id()).map(Proof::totpPending).isPresent();
    return isOffered ? show(visit, SETTINGS, null) : Reply.to(ProfilePages.PATH);
  }

  private Reply show(Visit visit, String path, @Nullable String problem)
      throws SQLException, Refused {
    Person person = visit.person();
    Proof proof =
        desk.proofs()
            .proof(person.id())
            .orElseThrow(() -> new Refused("This person has been removed."));
    String secret = proof.totpPending();
    if (secret == null) {
      secret = Totp.freshSecret(desk.random());
      desk.proofs().offerTotp(person.id(), secret);
    }
    SetUp view =
        new SetUp(
            path,
            Qr.svg(Totp.uri(secret, person.email())),
            secret.replaceAll("(.{4})(?!$)", "$1 "),
            path.equals(ENROL),
            problem);
    return problem == null ? Reply.page("factor", view) : Reply.again("factor", view);
  }

  private Reply confirm(Visit visit, String path) throws SQLException, Refused {
    Session session = visit.session();
    Person person = session.person();
    Optional<Proof> proof = desk.proofs().proof(person.id());
    String secret = proof.map(Proof::totpPending).orElse(null);
    if (secret == null) {
      return Reply.to(path.equals(ENROL) ? ENROL : ProfilePages.PATH);
    }
    OptionalLong step = Totp.accept(secret, visit.field("code"), visit.now(), 0);
    if (step.isEmpty()) {
      return show(
          visit,
          path,
          "This code does not belong to the secret. Type the six digits that the app shows now, and"
              + " see that your phone's clock is right.");
    }
    List<String> codes = RecoveryCodes.fresh(desk.random());
    desk.proofs()
        .acceptTotp(
            visit.by(person.email(), person.accountId()),
            person,
            step.getAsLong(),
            codes.stream().map(RecoveryCodes::hash).toList());
    if (path.equals(ENROL)) {
      desk.sessions().end(person.id(), session.id());
      logIn.enter(visit, person, "password and new second factor");
    }
    return Reply.page("codes", new Codes(codes, path.equals(ENROL) ? "/" : ProfilePages.PATH));
  }
}
