package io.waybill.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** How long logging in lasts, and what its secrets are. */
public final class SessionRule {
  /** Without a request for so long, a session is over. */
  public static final Duration IDLE = Duration.ofHours(12);

  /** However busy, a session is over then. */
  public static final Duration LONGEST = Duration.ofDays(14);

  /** For so long a session waits for the second factor, or for it to be set up. */
  public static final Duration HALFWAY = Duration.ofMinutes(15);

  /** How long an invitation can be taken. */
  public static final Duration INVITATION = Duration.ofDays(3);

  /** How long a link to a new password lasts. */
  public static final Duration RESET = Duration.ofHours(1);

  private SessionRule() {}

  /** Where somebody stands between a right password and being in. */
  public enum Stage {
    /** The password was right, now a code is asked for. */
    CODE,
    /** The password was right, but this role must set up a second factor first. */
    ENROL,
    /** In. */
    FULL
  }

  /** Whether a session still holds. */
  public static boolean holds(Stage stage, Instant created, Instant lastSeen, Instant now) {
    return stage == Stage.FULL
        ? now.isBefore(created.plus(LONGEST)) && now.isBefore(lastSeen.plus(IDLE))
        : now.isBefore(created.plus(HALFWAY));
  }

  /**
   * What forms must bring back: made from the cookie's token, so that who has not the cookie cannot
   * know it, and useless to get the cookie from.
   */
  public static String formToken(String token) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Passwords.sha256("form of " + token));
  }
}
