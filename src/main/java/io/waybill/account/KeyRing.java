package io.waybill.account;

import java.util.Optional;

/** The accounts and keys as they are now, in memory; changes are in force within two seconds. */
public interface KeyRing {

  /** The key with this API username, disabled or not. */
  Optional<ApiKey> key(String username);

  /** The account with this number, disabled or not. */
  Optional<Account> account(int id);

  /** The enabled key of an enabled account that this username and password open. */
  default Optional<ApiKey> open(String username, String password) {
    return key(username)
        .filter(k -> Passwords.same(k.password(), password))
        .filter(ApiKey::enabled)
        .filter(k -> account(k.accountId()).map(Account::enabled).orElse(false));
  }
}
