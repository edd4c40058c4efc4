package io.waybill.webhook;

import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 under keys that come again and again. Finding the algorithm and taking in the key
 * cost more than the code of a short text, so a keyed one is kept for each and copied. Thread-safe.
 */
final class Macs {
  private static final String ALGORITHM = "HmacSHA256";

  /** Some 500 octets each; beyond it all are forgotten and made anew. */
  private static final int KEPT_MAX = 10_000;

  private final Map<String, Mac> keyed = new ConcurrentHashMap<>();

  /**
   * The code of two pieces, one after the other.
   *
   * @param name stands for the key, and for no other
   * @param key the key itself; asked for only if it is not known yet
   */
  byte[] hmac(String name, Supplier<byte[]> key, byte[] first, byte[] second) {
    try {
      Mac kept = keyed.get(name);
      if (kept == null) {
        kept = Mac.getInstance(ALGORITHM);
        kept.init(new SecretKeySpec(key.get(), ALGORITHM));
        if (keyed.size() >= KEPT_MAX) {
          keyed.clear();
        }
        keyed.put(name, kept);
      }
      // What is kept is never used itself, only copied: so it may be shared.
      Mac mac = (Mac) kept.clone();
      mac.update(first);
      return mac.doFinal(second);
    } catch (GeneralSecurityException | CloneNotSupportedException impossible) {
      throw new IllegalStateException("every Java has HmacSHA256", impossible);
    }
  }
}
