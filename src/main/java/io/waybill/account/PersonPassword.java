package io.waybill.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Passwords of people, kept as Argon2id (RFC 9106) in its usual written form: {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash}. One takes 19 MiB for some 50 ms: callers bound how
 * many are made at once.
 */
public final class PersonPassword {
  /** The longest that is looked at, characters: whatever is longer is no password. */
  public static final int LENGTH_MAX = 200;

  /** The least that OWASP's Password Storage Cheat Sheet asks for. */
  private static final int MEMORY_KIB = 19_456;

  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_OCTETS = 16;
  private static final int HASH_OCTETS = 32;

  /** What no password has: compared with where there is nobody, so that it takes as long. */
  private static final byte[] NOBODY = new byte[SALT_OCTETS];

  private PersonPassword() {}

  /** What is kept of a password. */
  public static String hash(String password, RandomGenerator secure) {
    byte[] salt = new byte[SALT_OCTETS];
    secure.nextBytes(salt);
    Base64.Encoder text = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            MEMORY_KIB,
            PASSES,
            LANES,
            text.encodeToString(salt),
            text.encodeToString(derive(password, salt, MEMORY_KIB, PASSES, LANES)));
  }

  /**
   * Whether a password is the one that was kept. Takes as long where nothing is kept.
   *
   * @param kept null: there is nobody, or he has no password
   */
  public static boolean isSame(@Nullable String kept, String password) {
    String[] parts = kept == null ? new String[0] : kept.split("[$,=]", -1);
    if (parts.length != 12 || !parts[1].equals("argon2id")) {
      var _ = derive(password, NOBODY, MEMORY_KIB, PASSES, LANES);
      return false;
    }
    byte[] salt = Base64.getDecoder().decode(parts[10]);
    byte[] wanted = Base64.getDecoder().decode(parts[11]);
    byte[] found =
        derive(
            password,
            salt,
            Integer.parseInt(parts[5]),
            Integer.parseInt(parts[7]),
            Integer.parseInt(parts[9]));
    return MessageDigest.isEqual(wanted, found);
  }

  private static byte[] derive(String password, byte[] salt, int memory, int passes, int lanes) {
    String looked =
        password.length() > LENGTH_MAX ? password.substring(0, LENGTH_MAX) + "…" : password;
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[HASH_OCTETS];
    generator.generateBytes(looked.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }
}
