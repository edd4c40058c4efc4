package io.waybill.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a program logs in with. Request fields override the defaults kept here.
 *
 * @param username the API username, unique in the installation
 * @param password opens the key, and callbacks are signed with it (contract 1.6); kept only in
 *     memory
 * @param defaultSender used where a request names none
 * @param dlrUrl where reports go if a request names no URL
 * @param autoconvert {@code on}, {@code full} or {@code off}
 * @param strictSchema leaves {@code to} and {@code omnimessage_id} out of the items of {@code
 *     statuses[]}, for old clients that stumble over them (contract 0.1, trap 7)
 * @param rotation while a new password takes the place of an old one
 */
public record ApiKey(
    String username,
    int accountId,
    String password,
    boolean enabled,
    @Nullable String defaultSender,
    @Nullable String dlrUrl,
    String autoconvert,
    boolean strictSchema,
    Rights rights,
    @Nullable Rotation rotation) {

  /**
   * Two passwords open a key for a while. Callbacks go on being signed with the previous one until
   * the new one is used for the first time: a customer who has not moved yet can still verify them,
   * and one who has moved everything at once can from that moment on.
   *
   * @param other the one that callbacks are not signed with
   * @param previousUntil from then on the previous password opens nothing
   * @param moved whether the new one has been used: then {@code other} is the previous one, else
   *     the new one
   */
  public record Rotation(String other, Instant previousUntil, boolean moved) {
    @Override
    public String toString() {
      return "Rotation until " + previousUntil + (moved ? ", moved" : "");
    }
  }

  /** A key that may do everything from everywhere. */
  public ApiKey(
      String username,
      int accountId,
      String password,
      boolean enabled,
      @Nullable String defaultSender,
      @Nullable String dlrUrl,
      String autoconvert) {
    this(
        username,
        accountId,
        password,
        enabled,
        defaultSender,
        dlrUrl,
        autoconvert,
        false,
        Rights.ALL,
        null);
  }

  /**
   * Whether this password opens the key now. Takes as long for a wrong one as for a right one, and
   * during a rotation as without.
   */
  public boolean opens(String shown, Instant now) {
    boolean first = Passwords.same(password, shown);
    boolean second = Passwords.same(rotation == null ? password : rotation.other(), shown);
    if (!enabled || rights.isExpired(now)) {
      return false;
    }
    if (rotation == null) {
      return first;
    }
    boolean newest = rotation.moved() ? first : second;
    boolean previous = rotation.moved() ? second : first;
    return newest || (previous && now.isBefore(rotation.previousUntil()));
  }

  /** Whether this is the new password of a key whose callbacks are still signed with the old. */
  public boolean isFirstUseOfNew(String shown) {
    return rotation != null && !rotation.moved() && Passwords.same(rotation.other(), shown);
  }

  @Override
  public String toString() {
    return "ApiKey[" + username + " of account " + accountId + "]";
  }
}
