package io.waybill.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is worth keeping of endpoints (design 10): how each stands, since when and why, and what
 * people have said about it. An endpoint that was never in trouble has no entry.
 */
public interface EndpointStore {

  /** How an endpoint stands. */
  enum Standing {
    /** It is called. */
    UP,
    /** It failed ten times in a row: one probe at a time. */
    DOWN,
    /** It is not called before somebody resumes it; its reports are held. */
    STOPPED
  }

  /** By whom an endpoint was stopped. */
  enum StoppedBy {
    /** It answered 410. */
    ENDPOINT,
    CUSTOMER,
    OPERATOR
  }

  /**
   * An entry.
   *
   * @param key see {@link TellingReader#endpoint}
   * @param url without query
   * @param probes failed probes since it went down
   * @param nextProbeAt null unless it is down
   * @param cause what failed last; null if nothing did
   * @param allowPrivate whether it may be at a private address; null: as the installation has it
   */
  record Noted(
      String key,
      int accountId,
      String url,
      Standing standing,
      @Nullable StoppedBy stoppedBy,
      Instant since,
      int probes,
      @Nullable Instant nextProbeAt,
      @Nullable String cause,
      @Nullable Instant lastSuccessAt,
      @Nullable Instant lastFailureAt,
      @Nullable Boolean allowPrivate,
      long revision) {

    /** How the API names it. */
    public String id() {
      return EndpointStore.id(key);
    }
  }

  /** Entries that changed after this revision, oldest change first. */
  List<Noted> changedAfter(long revision, int limit);

  /**
   * Stores what the process found: standing, probes, cause and times. What a person stopped
   * meanwhile stays stopped, and what a person allows stays as it is.
   */
  void found(Noted noted);

  /**
   * Stops an endpoint or, with {@code by} null, resumes it; makes the entry if need be.
   *
   * @param why shown as the cause; null keeps the one there is
   */
  void stop(int accountId, String url, @Nullable StoppedBy by, @Nullable String why, Instant now);

  /** Makes an entry for an endpoint that has none yet. */
  void name(int accountId, String url, Instant now);

  /** Says whether an endpoint may be at a private address; makes the entry if need be. */
  void allowPrivate(int accountId, String url, @Nullable Boolean allowed, Instant now);

  /** An account's entries by id, after this one. */
  List<Noted> page(int accountId, String afterId, int limit);

  /** One entry of an account. */
  Optional<Noted> find(int accountId, String id);

  /** Deletes entries that have nothing left to say since before this time; how many. */
  int prune(Instant before);

  /** The name of an endpoint in the API: half of the SHA-256 of its key, hex. */
  static String id(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
