package io.waybill.account;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who logs in at the dashboard.
 *
 * @param email in small letters; unique in the installation
 * @param name what others read; empty until the invitation was taken
 * @param accountId null for operators of the platform, and only for them
 * @param isActive whether a password was set: before that it is only an invitation
 * @param hasTotp whether a second factor is asked for at log-in
 * @param recoveryCodes how many are left
 */
public record Person(
    long id,
    String email,
    String name,
    Role role,
    @Nullable Integer accountId,
    boolean isActive,
    boolean hasTotp,
    int recoveryCodes,
    Theme theme,
    ZoneId zone) {
  /** The longest address, characters: it stands in the audit log as it is. */
  public static final int EMAIL_MAX = 100;

  /** The longest name, characters. */
  public static final int NAME_MAX = 100;

  /** As simple as can be: what is behind it finds out by itself whether mail arrives. */
  private static final Pattern EMAIL =
      Pattern.compile(
          "[^\\s@,;<>\"()\\[\\]\\\\\\p{Cntrl}]{1,64}@[^\\s@,;<>\"()\\\\\\p{Cntrl}]{1,95}");

  /** Light or dark. */
  public enum Theme {
    AUTO,
    LIGHT,
    DARK;

    /** The word that is stored, and that style sheets read. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The theme of that word; {@link #AUTO} for any other. */
    public static Theme of(String word) {
      for (Theme theme : values()) {
        if (theme.word().equals(word)) {
          return theme;
        }
      }
      return AUTO;
    }
  }

  /** An address as it is stored; empty if it is none. */
  public static Optional<String> email(String written) {
    String email = written.strip().toLowerCase(Locale.ROOT);
    return email.length() <= EMAIL_MAX && EMAIL.matcher(email).matches()
        ? Optional.of(email)
        : Optional.empty();
  }

  /** A name as it is stored; empty if it cannot be one. */
  public static Optional<String> name(String written) {
    String name = written.strip();
    boolean fits = !name.isEmpty() && name.length() <= NAME_MAX;
    return fits && name.chars().noneMatch(Character::isISOControl)
        ? Optional.of(name)
        : Optional.empty();
  }

  /** What to call them where a name is wanted. */
  public String called() {
    return name.isEmpty() ? email : name;
  }
}
