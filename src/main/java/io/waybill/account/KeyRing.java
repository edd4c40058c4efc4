package io.waybill.account;

import java.time.InstantSource;
import java.util.Optional;

/** The accounts and keys as they are now, in memory; changes are in force within two seconds. */
public interface KeyRing {
  /** Compared with when there is no such user, so that this takes as long. */
  ApiKey NOBODY = new ApiKey("", 0, "no password is this one", false, null, null, "off");

  /** The key with this API username, disabled or not. */
  Optional<ApiKey> key(String username);

  /** The account with this number, disabled or not. */
  Optional<Account> account(int id);

  /** What says when a key has expired. */
  default InstantSource clock() {
    return InstantSource.system();
  }

  /**
   * Takes note that a key was used; never waits.
   *
   * @param firstUseOfNew with the new password of a rotation, for the first time
   */
  default void used(ApiKey key, boolean firstUseOfNew) {}

  /**
   * The operator whose token this is, if it lets in now. It is found by its hash, so that how long
   * it takes tells nothing of a token.
   */
  default Optional<Operator> operator(String token) {
    return Optional.empty();
  }

  /** Takes note that an operator came; never waits. */
  default void used(Operator operator) {}

  /**
   * The key of an enabled account that this username and password open now. How long it takes tells
   * neither how much of a password was right nor whether there is such a user.
   */
  default Optional<ApiKey> open(String username, String password) {
    Optional<ApiKey> key = key(username);
    boolean opens = key.orElse(NOBODY).opens(password, clock().instant());
    return opens
        ? key.filter(k -> account(k.accountId()).map(Account::enabled).orElse(false))
        : Optional.empty();
  }
}
