package io.waybill.http;

import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.account.Scope;
import java.util.Optional;

/// Decides who may go on: the key, its scopes, its list of addresses. One for all routes of a
/// process. Thread-safe.
public final class Gate {
  private final KeyRing ring;

  public Gate(KeyRing ring) {
    this.ring = ring;
  }

  /// Whether a caller who shows this username and password may do what needs that scope.
  public Admission admit(Call call, String username, String password, Scope needed) {
    Optional<ApiKey> found = ring.open(username, password);
    if (found.isEmpty()) {
      return new Admission.NoKey();
    }
    ApiKey key = found.get();
    if (!key.rights().allows(call.clientAddress())) {
      return new Admission.WrongAddress();
    }
    if (!key.rights().scopes().contains(needed)) {
      return new Admission.MissingScope(needed);
    }
    ring.used(key, key.isFirstUseOfNew(password));
    return new Admission.Admitted(key);
  }

  /// The answer to a caller who shows no username and password at all.
  Admission withoutKey() {
    return new Admission.NoKey();
  }
}
