package io.waybill.dashboard;

import io.waybill.account.Person;
import io.waybill.http.Call;
import io.waybill.http.Form;
import io.waybill.store.Audit;
import io.waybill.store.Sessions.Place;
import io.waybill.store.Sessions.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One request for a page, after the gate: who asks, in which account, with which fields. */
public final class Visit {
  private final Call call;
  private final Instant now;
  private final String base;
  private final @Nullable Session session;
  private final List<String> cookies = new ArrayList<>();
  private @Nullable Form form;
  private String token;
  private @Nullable BooleanSupplier uploadRoom;
  private int formMax = Form.BODY_MAX;

  Visit(Call call, Instant now, String base, @Nullable Session session, String token) {
    this.call = call;
    this.now = now;
    this.base = base;
    this.session = session;
    this.token = token;
  }

  /** The request itself. */
  public Call call() {
    return call;
  }

  /** When it came. */
  public Instant now() {
    return now;
  }

  /** Who asks. */
  public Person person() {
    return session().person();
  }

  /** The account that is looked at: the person's own, or the one that an operator chose. */
  public Place account() {
    Place place = session().place();
    if (place == null) {
      throw new IllegalStateException("this page's need does not ask for an account");
    }
    return place;
  }

  /** The session that was shown. */
  Session session() {
    if (session == null) {
      throw new IllegalStateException("this page's need asks for nobody");
    }
    return session;
  }

  /** The session, if there is one. */
  Optional<Session> maybeSession() {
    return Optional.ofNullable(session);
  }

  /** Moments as this person reads them. */
  public Times times() {
    return new Times(session == null ? java.time.ZoneOffset.UTC : session.person().zone(), now);
  }

  /** Who does something, for the audit log. */
  public Audit.By by() {
    Session mine = session;
    return mine == null
        ? by("visitor", null)
        : by(mine.person().email(), mine.place() == null ? null : mine.place().id());
  }

  Audit.By by(String actor, @Nullable Integer account) {
    String who = actor.isBlank() ? "?" : actor;
    return new Audit.By(
        who.length() > 100 ? who.substring(0, 100) : who, "dashboard", account, address());
  }

  /** Where the request comes from. */
  String address() {
    return call.clientAddress().getHostAddress();
  }

  /** Whether a part of a page is asked for, by htmx. */
  public boolean isPart() {
    return call.header("HX-Request").isPresent();
  }

  /** A field of the form, or of the query string; without blanks at its ends, empty if absent. */
  public String field(String name) {
    return raw(name).strip();
  }

  /** The same as it came: a password may begin with a blank. */
  public String raw(String name) {
    return form()
        .octets(name)
        .map(octets -> new String(octets, StandardCharsets.UTF_8).replace("\u0000", ""))
        .orElse("");
  }

  /** Whether a box is ticked. */
  public boolean isTicked(String name) {
    return !field(name).isEmpty();
  }

  private Form form() {
    Form mine = form;
    if (mine == null) {
      mine =
          switch (read()) {
            case Form.Read.Good(var good) -> good;
            case Form.Read.Bad(int status, String detail) -> throw new Unreadable(status, detail);
          };
      form = mine;
    }
    return mine;
  }

  private Form.Read read() {
    BooleanSupplier room = uploadRoom;
    return room == null ? call.form() : call.longForm(formMax, room);
  }

  /**
   * Its form may be so long: this visitor may send it.
   *
   * @param room asked once it turns out to be long; false refuses it
   */
  void lets(int octets, BooleanSupplier room) {
    formMax = octets;
    uploadRoom = room;
  }

  /** A field as it came; no octets if it is absent. */
  byte[] octets(String name) {
    return form().octets(name).orElse(new byte[0]);
  }

  /** A form that cannot be read; the gate makes a page of it. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    Unreadable(int status, String detail) {
      super(detail, null, false, false);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /** An address of this dashboard as somebody elsewhere can open it. */
  public String link(String path) {
    return base + path;
  }

  /** The token of the cookie that this visitor has, or gets with the answer. */
  String token() {
    return token;
  }

  /** From now on the visitor's cookie holds this token. */
  void becomes(String next, Duration lasts) {
    token = next;
    cookies.add(Cookies.write(call, Cookies.SESSION, next, lasts));
  }

  /** Sets another cookie. */
  void remember(String cookie) {
    cookies.add(cookie);
  }

  List<String> cookies() {
    return cookies;
  }
}
