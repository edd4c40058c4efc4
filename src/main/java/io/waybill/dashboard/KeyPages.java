package io.waybill.dashboard;

import io.waybill.accept.Senders;
import io.waybill.account.KeySettings;
import io.waybill.account.Passwords;
import io.waybill.account.Rights;
import io.waybill.account.Scope;
import io.waybill.store.AdminStore;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.KeyList;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The API keys of the account. A secret is shown once, when it is made. */
public final class KeyPages {
  private static final String PATH = "/settings/keys";
  private static final Pattern USERNAME = Pattern.compile("[!-9;-~&&[^/\\\\?#%\"'<>]]{1,64}");

  private static final Map<String, Duration> OVERLAPS =
      Map.of(
          "none", Duration.ZERO,
          "hour", Duration.ofHours(1),
          "day", Duration.ofDays(1),
          "week", Duration.ofDays(7));

  private final Desk desk;

  KeyPages(Desk desk) {
    this.desk = desk;
  }

  /**
   * What the page shows.
   *
   * @param secret of a key that was just made or rotated, shown only now; null: none
   */
  public record View(
      List<KeyList.Line> keys,
      @Nullable Secret secret,
      @Nullable String problem,
      String name,
      String sender) {}

  /** A password that is shown once. */
  public record Secret(String username, String password, boolean isNew) {}

  List<Page> pages() {
    String one = PATH + "/{key}";
    return List.of(
            Page.get(PATH, Need.OWNER, visit -> show(visit, null, null)),
            Page.post(PATH, Need.OWNER, this::create),
            Page.post(one + "/rotate", Need.OWNER, this::rotate),
            Page.post(one + "/disable", Need.OWNER, visit -> enable(visit, false)),
            Page.post(one + "/enable", Need.OWNER, visit -> enable(visit, true)))
        .stream()
        .map(page -> page.at(Section.SETTINGS, "API keys", 30))
        .toList();
  }

  private Reply show(Visit visit, @Nullable Secret secret, @Nullable String problem)
      throws SQLException {
    View view =
        new View(
            desk.keys().of(visit.account().id()),
            secret,
            problem,
            problem == null ? "" : visit.field("name"),
            problem == null ? "" : visit.field("sender"));
    return problem == null ? Reply.page("keys", view) : Reply.again("keys", view);
  }

  private AdminStore admin(Visit visit) {
    return desk.admin().as(visit.by());
  }

  private Reply create(Visit visit) throws SQLException {
    String name = visit.field("name");
    String sender = visit.field("sender");
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (Scope scope : Scope.values()) {
      if (visit.isTicked("scope_" + scope.word())) {
        scopes.add(scope);
      }
    }
    if (!USERNAME.matcher(name).matches()) {
      return show(
          visit, null, "Name the key with 1 to 64 letters, digits, dots, dashes or underscores.");
    }
    if (!sender.isEmpty() && !Senders.isWellFormed(sender)) {
      return show(visit, null, "The sender " + Senders.RULE + ".");
    }
    if (scopes.isEmpty()) {
      return show(visit, null, "Tick at least one thing that the key may do.");
    }
    String password = Passwords.fresh(desk.random());
    KeySettings settings =
        new KeySettings(
            sender.isEmpty() ? null : sender,
            null,
            KeySettings.USUAL.autoconvert(),
            false,
            new Rights(scopes, List.of(), null, null));
    try {
      admin(visit).createKey(visit.account().name(), name, password, settings);
    } catch (Refused taken) {
      return show(visit, null, "This name cannot be had: choose another.");
    }
    desk.changed().run();
    return show(visit, new Secret(name, password, true), null);
  }

  /** The key in the path, if it is the account's. */
  private Optional<KeyList.Line> one(Visit visit) throws SQLException {
    String name = visit.call().path("key");
    return desk.keys().of(visit.account().id()).stream()
        .filter(key -> key.username().equals(name))
        .findFirst();
  }

  private Reply rotate(Visit visit) throws SQLException, Refused {
    Optional<KeyList.Line> key = one(visit);
    if (key.isEmpty()) {
      return Reply.notFound();
    }
    Duration overlap = OVERLAPS.getOrDefault(visit.field("overlap"), Duration.ofDays(1));
    String password = Passwords.fresh(desk.random());
    admin(visit).rotateKey(key.get().username(), password, overlap);
    desk.changed().run();
    return show(visit, new Secret(key.get().username(), password, false), null);
  }

  private Reply enable(Visit visit, boolean on) throws SQLException, Refused {
    Optional<KeyList.Line> key = one(visit);
    if (key.isEmpty()) {
      return Reply.notFound();
    }
    admin(visit).enableKey(key.get().username(), on);
    desk.changed().run();
    return Reply.to(
        PATH, "Key %s is %s.".formatted(key.get().username(), on ? "enabled" : "disabled"));
  }
}
