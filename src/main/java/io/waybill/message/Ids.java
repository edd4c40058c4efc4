package io.waybill.message;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * The ids of omnimessages and their messages: UUIDv7 (RFC 9562 §5.7), so they sort by time. The
 * lowest four bits of an omnimessage's id are 0, those of its messages 1 to 15: each id leads to
 * the other without an index.
 */
public final class Ids {
  /** As PostgreSQL orders them. */
  public static final Comparator<UUID> ORDER =
      (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0
            ? high
            : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
      };

  /** Messages that one omnimessage can have. */
  public static final int CHAIN_MAX = 15;

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.ofEpochMilli(0xFFFF_FFFF_FFFFL);

  private Ids() {}

  /**
   * An omnimessage's id.
   *
   * @param millis since the epoch, 48 bits used
   * @param sequence within the millisecond, 0 to 4095
   * @param random any; the lowest four bits are dropped
   */
  public static UUID omni(long millis, int sequence, long random) {
    long high = millis << 16 | 0x7000L | (sequence & 0xFFF);
    long low = 0x8000_0000_0000_0000L | (random & 0x3FFF_FFFF_FFFF_FFF0L);
    return new UUID(high, low);
  }

  /** The id of an omnimessage's message at that place of the chain, from 1. */
  public static UUID message(UUID omni, int place) {
    if (place < 1 || place > CHAIN_MAX) {
      throw new IllegalArgumentException("a chain has places 1 to 15, not " + place);
    }
    return new UUID(omni.getMostSignificantBits(), lowOfOmni(omni) | place);
  }

  /** The omnimessage that an id, its own or one of its messages', belongs to. */
  public static UUID omniOf(UUID id) {
    return new UUID(id.getMostSignificantBits(), lowOfOmni(id));
  }

  /** A message's place in its chain, from 1; 0 for an omnimessage's own id. */
  public static int placeOf(UUID id) {
    return (int) (id.getLeastSignificantBits() & CHAIN_MAX);
  }

  /**
   * Whether this id, or one of these messages' ids, is exactly what somebody asks by. An id of
   * which only the omnimessage exists, at a place that its chain does not have, is none of ours.
   */
  public static boolean names(UUID asked, java.util.Collection<UUID> messages) {
    return placeOf(asked) == 0 || messages.contains(asked);
  }

  /** The last id that can belong to the same omnimessage. */
  public static UUID lastOf(UUID id) {
    return new UUID(id.getMostSignificantBits(), lowOfOmni(id) | CHAIN_MAX);
  }

  /** When the id was made, to the millisecond; meaningless for ids that are not ours. */
  public static Instant timeOf(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  /** The smallest id that can be made at or after this time: for ranges. */
  public static UUID firstAt(Instant time) {
    Instant inside = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
    long millis = inside.toEpochMilli();
    return new UUID(millis << 16, 0);
  }

  private static long lowOfOmni(UUID id) {
    return id.getLeastSignificantBits() & ~0xFL;
  }
}
