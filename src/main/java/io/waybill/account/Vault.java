package io.waybill.account;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what may stand in the database only unreadably (AES-256-GCM), and makes keyed hashes of
 * numbers and texts (HMAC-SHA256). The key file stays outside database and backup.
 */
public final class Vault {
  private static final int KEY_OCTETS = 32;
  private static final int NONCE_OCTETS = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec sealing;
  private final SecretKeySpec hashing;
  private final SecureRandom random = new SecureRandom();

  /** From 32 octets of key. */
  public Vault(byte[] key) {
    if (key.length != KEY_OCTETS) {
      throw new IllegalArgumentException("a vault's key has 32 octets, not " + key.length);
    }
    sealing = new SecretKeySpec(derive(key, "seal"), "AES");
    hashing = new SecretKeySpec(derive(key, "hash"), "HmacSHA256");
  }

  /** Reads the key file, making it (mode 0600) where there is none. */
  public static Vault open(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] key = new byte[KEY_OCTETS];
      new SecureRandom().nextBytes(key);
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          file, Base64.getEncoder().encodeToString(key) + "\n", StandardOpenOption.WRITE);
    }
    try {
      return new Vault(Base64.getDecoder().decode(Files.readString(file).strip()));
    } catch (IllegalArgumentException e) {
      throw new IOException("the key file " + file + " is not one of Waybill's: " + e.getMessage());
    }
  }

  /** Nonce, then ciphertext with tag. */
  public byte[] seal(String text) {
    byte[] nonce = new byte[NONCE_OCTETS];
    random.nextBytes(nonce);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, sealing, new GCMParameterSpec(TAG_BITS, nonce));
      byte[] sealed = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  /** The text again; fails if it was sealed with another key file, or changed. */
  public String unseal(byte[] sealed) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, sealing, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_OCTETS));
    byte[] text = cipher.doFinal(sealed, NONCE_OCTETS, sealed.length - NONCE_OCTETS);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** HMAC-SHA256 of a text. */
  public byte[] hmac(String text) {
    return hmac(hashing, text);
  }

  /** The first eight octets of the digits' HMAC: what numbers are searched by. */
  public long numberHash(String digits) {
    return ByteBuffer.wrap(Arrays.copyOf(hmac("number " + digits), Long.BYTES)).getLong();
  }

  private static byte[] derive(byte[] key, String purpose) {
    return hmac(new SecretKeySpec(key, "HmacSHA256"), "waybill " + purpose);
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
