package io.waybill.account;

import io.waybill.ops.AddressRange;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a key reaches.
 *
 * @param scopes what may be done with it
 * @param allowed where callers may come from; everywhere if it is empty or holds {@code 0.0.0.0/0}
 *     (contract 1)
 * @param expiresAt from then on it opens nothing; null: never
 * @param requestsPerSecond most requests a second; 0: as many as come; null: what the configuration
 *     of the process says
 */
public record Rights(
    Set<Scope> scopes,
    List<AddressRange> allowed,
    @Nullable Instant expiresAt,
    @Nullable Integer requestsPerSecond) {

  /** Most ranges in a key's list. */
  public static final int ALLOWED_MAX = 100;

  /** The highest rate that can be asked for. */
  public static final int REQUESTS_PER_SECOND_MAX = 100_000;

  /** Everything, from everywhere, for ever. */
  public static final Rights ALL = new Rights(Set.of(Scope.values()), List.of(), null, null);

  public Rights {
    scopes = Set.copyOf(scopes);
    allowed = List.copyOf(allowed);
  }

  /** Whether a caller at this address may use the key. */
  public boolean allows(InetAddress caller) {
    return allowed.isEmpty()
        || allowed.stream().anyMatch(range -> range.isEverything() || range.contains(caller));
  }

  /** Whether its time is over. */
  public boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }
}
