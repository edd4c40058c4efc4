package io.waybill.store;

import io.waybill.account.AccountSpec;
import io.waybill.account.KeySpec;
import io.waybill.account.Passwords;
import io.waybill.routing.Carrier;
import io.waybill.routing.LinkSpec;
import io.waybill.routing.Standing;
import io.waybill.settings.Declared;
import io.waybill.settings.Difference;
import io.waybill.settings.Kind;
import io.waybill.settings.Spec;
import io.waybill.settings.Unusable;
import io.waybill.store.AdminStore.Refused;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes accounts, keys, carriers, links and routes, all audited: each call is one
 * transaction, in force in a running process within a second.
 */
public final class SetupAdmin {
  private static final String PASSWORD = "password";

  private final AdminStore admin;
  private final Database database;
  private final SetupTable table;
  private final SecureRandom random = new SecureRandom();

  SetupAdmin(AdminStore admin, Database database, SetupTable table) {
    this.admin = admin;
    this.database = database;
    this.table = table;
  }

  /**
   * What was done, or would be.
   *
   * @param passwords of keys that are new and came without one, by name: shown only this once
   */
  public record Applied(List<Difference> differences, Map<String, String> passwords) {
    public Applied {
      differences = List.copyOf(differences);
      passwords = Map.copyOf(passwords);
    }

    @Override
    public String toString() {
      return "Applied" + differences;
    }
  }

  /** Reads a file or a request. */
  public static Declared read(Map<?, ?> map) throws Unusable {
    return Declared.read(map, SetupTable.READERS);
  }

  /** All of a kind, by name, in its order. */
  public Map<String, Spec> all(Kind kind) throws SQLException {
    try (Connection db = database.connection()) {
      return table.all(db, kind);
    }
  }

  /** The one of that kind and name. */
  public Optional<Spec> find(Kind kind, String name) throws SQLException {
    return Optional.ofNullable(all(kind).get(name));
  }

  /**
   * Makes what is set what is declared, or only says what that would change.
   *
   * @param prune whether what is not named, of the kinds that are spoken of, goes; accounts and
   *     keys are disabled
   * @param dryRun nothing is changed
   */
  public Applied apply(Declared file, boolean prune, boolean dryRun) throws SQLException, Refused {
    List<Difference> differences = new ArrayList<>();
    Map<String, String> fresh = new LinkedHashMap<>();
    admin.change(
        db -> {
          for (Kind kind : Kind.values()) {
            change(db, kind, file, prune, differences, fresh);
          }
          for (Kind kind : List.of(Kind.values()).reversed()) {
            for (Difference d : differences) {
              if (d.after() == null && d.kind().equals(kind.word())) {
                SetupTable.remove(db, kind, d.name());
              }
            }
          }
          admin.audit().note(db, differences);
          return 0;
        },
        dryRun);
    return new Applied(differences, dryRun ? Map.of() : fresh);
  }

  /** What becomes of one, given what it is. */
  public interface Change {
    /** One of that kind and name, from everything that is set now. */
    Declared of(Map<String, Object> now) throws Unusable;
  }

  /**
   * Changes one of a kind: what it is is read and what it becomes is written without anybody in
   * between.
   *
   * @throws Unusable if what it becomes cannot be
   */
  public Applied change(Kind kind, String name, Change how) throws SQLException, Refused, Unusable {
    List<Difference> differences = new ArrayList<>();
    AtomicReference<Unusable> unusable = new AtomicReference<>();
    try {
      admin.change(db -> {
        Declared after;
        try {
          after = how.of(existing(db, kind, name).toMap());
        } catch (Unusable e) {
          unusable.set(e);
          throw new Refused(String.join(" ", e.problems()));
        }
        change(db, kind, after, false, differences, new LinkedHashMap<>());
        admin.audit().note(db, differences);
        return 0;
      });
    } catch (Refused e) {
      Unusable why = unusable.get();
      if (why != null) {
        throw why;
      }
      throw e;
    }
    return new Applied(differences, Map.of());
  }

  private void change(
      Connection db,
      Kind kind,
      Declared file,
      boolean prune,
      List<Difference> differences,
      Map<String, String> fresh)
      throws SQLException, Refused {
    Map<String, Spec> now = table.all(db, kind);
    Map<String, Spec> wanted = new LinkedHashMap<>(file.of(kind));
    if (prune && !kind.canGo() && file.specs().containsKey(kind)) {
      now.forEach((name, spec) -> wanted.putIfAbsent(name, disabled(spec)));
    }
    for (Spec spec : wanted.values()) {
      Spec before = now.get(spec.name());
      String password = file.password(kind, spec.name()).orElse(null);
      if (kind == Kind.KEY && before == null && password == null) {
        password = Passwords.fresh(random);
        fresh.put(spec.name(), password);
      }
      boolean isAnother =
          before != null && password != null && !table.hasPassword(db, kind, spec.name(), password);
      Map<String, Object> was = map(before, isAnother ? "as it was" : null);
      Map<String, Object> is = map(spec, isAnother ? "another" : null);
      if (!Objects.equals(is, was)) {
        table.put(db, spec, password);
        differences.add(new Difference(kind.word(), spec.name(), was, is));
      }
    }
    if (prune && kind.canGo() && file.specs().containsKey(kind)) {
      now.forEach((name, spec) -> {
        // The carrier that is there from the start stays: without routes everything goes to it.
        if (!wanted.containsKey(name) && !(kind == Kind.CARRIER && name.equals(Carrier.DEFAULT))) {
          differences.add(new Difference(kind.word(), name, spec.toMap(), null));
        }
      });
    }
  }

  private static Spec disabled(Spec spec) {
    return switch (spec) {
      case AccountSpec account -> account.enabled(false);
      case KeySpec key -> key.enabled(false);
      default -> spec;
    };
  }

  private static @Nullable Map<String, Object> map(@Nullable Spec spec, @Nullable String password) {
    if (spec == null) {
      return null;
    }
    Map<String, Object> map = new LinkedHashMap<>(spec.toMap());
    if (password != null) {
      map.put(PASSWORD, password);
    }
    return map;
  }

  /** Makes one of a kind, or changes the one of that name. */
  public Applied put(Kind kind, Spec spec, @Nullable String password) throws SQLException, Refused {
    return apply(Declared.one(kind, spec, password), false, false);
  }

  /** Removes a carrier, link or route; what a link has not written goes to others. */
  public void remove(Kind kind, String name) throws SQLException, Refused {
    admin.change(db -> {
      Spec spec = existing(db, kind, name);
      if (!kind.canGo()) {
        throw new Refused(
            "%s %s has messages and stays: disable it instead".formatted(kind.word(), name));
      }
      if (kind == Kind.CARRIER && name.equals(Carrier.DEFAULT)) {
        throw new Refused("the carrier default stays: without routes everything goes to it");
      }
      SetupTable.remove(db, kind, name);
      admin.audit().note(db, List.of(new Difference(kind.word(), name, spec.toMap(), null)));
      return 0;
    });
  }

  /** Lets a carrier or a link be used, or not. */
  public void stand(Kind kind, String name, Standing standing) throws SQLException, Refused {
    admin.change(db -> {
      Spec before = existing(db, kind, name);
      Spec after =
          switch (before) {
            case Carrier carrier -> carrier.standing(standing);
            case LinkSpec link -> link.standing(standing);
            default -> throw new Refused("only carriers and links are paused and drained");
          };
      table.put(db, after, null);
      admin
          .audit()
          .note(db, List.of(new Difference(kind.word(), name, before.toMap(), after.toMap())));
      return 0;
    });
  }

  private Spec existing(Connection db, Kind kind, String name) throws SQLException, Refused {
    return table
        .find(db, kind, name)
        .orElseThrow(() -> new Refused("no " + kind.word() + " is named " + name));
  }
}
