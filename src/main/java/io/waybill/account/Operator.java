package io.waybill.account;

import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who may administer the platform: carriers, links, routes, accounts, keys. Stands above all
 * accounts and belongs to none; shows a token of its own, which opens nothing of an account.
 *
 * @param name what the audit log calls it
 * @param expiresAt from then on its token opens nothing; null: never
 */
public record Operator(String name, boolean enabled, @Nullable Instant expiresAt) {
  private static final String TOKEN_PREFIX = "wbop_";

  /** The longest token that is looked at, characters. */
  public static final int TOKEN_MAX = 200;

  /** A new token: 192 bits from a secure source. Only its hash is kept. */
  public static String freshToken(RandomGenerator secure) {
    return TOKEN_PREFIX + Passwords.fresh(secure);
  }

  /** What is kept of a token. It is random and long, so a plain hash is enough. */
  public static String hash(String token) {
    return HexFormat.of().formatHex(Passwords.sha256(token));
  }

  /** Whether its token opens anything now. */
  public boolean isIn(Instant now) {
    return enabled && (expiresAt == null || now.isBefore(expiresAt));
  }
}
