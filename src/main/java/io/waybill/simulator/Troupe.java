package io.waybill.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The roles that are being played. A change of cast is in force for what comes next; a role whose
/// personality stays the same goes on as if nothing had happened.
final class Troupe implements Behaviour {
  private record Bill(Cast cast, Role usual, Map<String, Role> own) {
    Role role(String systemId) {
      return own.getOrDefault(systemId, usual);
    }
  }

  /// What happens to a message while no cast was ever set.
  private final Optional<Behaviour> plain;

  private volatile boolean improvises;
  private volatile Bill bill;

  /// @param plain in force until a cast is set, if there is one
  Troupe(Cast cast, Optional<Behaviour> plain) {
    long now = System.nanoTime();
    this.plain = plain;
    this.improvises = plain.isPresent();
    this.bill = new Bill(cast, new Role(cast.forOthers(), now), roles(cast, Map.of(), now));
  }

  Cast cast() {
    return bill.cast();
  }

  synchronized void play(Cast cast) {
    long now = System.nanoTime();
    Role usual = bill.usual();
    bill =
        new Bill(
            cast,
            usual.who().equals(cast.forOthers()) ? usual : new Role(cast.forOthers(), now),
            roles(cast, bill.own(), now));
    improvises = false;
  }

  private static Map<String, Role> roles(Cast cast, Map<String, Role> before, long now) {
    Map<String, Role> roles = new HashMap<>();
    cast.own()
        .forEach((systemId, who) -> {
          Role old = before.get(systemId);
          roles.put(systemId, old != null && old.who().equals(who) ? old : new Role(who, now));
        });
    return Map.copyOf(roles);
  }

  /// Who plays towards this client now.
  Role role(String systemId) {
    return bill.role(systemId);
  }

  @Override
  public Plan plan(Submit submit) {
    return improvises
        ? plain.orElseThrow().plan(submit)
        : role(submit.systemId()).plan(submit, System.nanoTime());
  }
}
