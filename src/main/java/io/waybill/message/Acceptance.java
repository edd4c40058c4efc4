package io.waybill.message;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the lifecycle must know of a message that is being accepted.
 *
 * @param parts how many SMS the text makes, at least 1
 * @param timeToSend null for now
 * @param link where there is room for it at once; null if it must wait
 * @param place its turn in the chain
 * @param objection what our own rules have against it; null for nothing. Of a message whose turn
 *     comes later it is asked then
 * @param details for the first line of the timeline
 */
public record Acceptance(
    UUID id,
    Instant at,
    int parts,
    @Nullable Instant timeToSend,
    Instant validUntil,
    Instant finalBy,
    boolean wantsReports,
    @Nullable String link,
    Place place,
    @Nullable Objection objection,
    Map<String, Object> details) {

  /** One that our rules have nothing against. */
  public Acceptance(
      UUID id,
      Instant at,
      int parts,
      @Nullable Instant timeToSend,
      Instant validUntil,
      Instant finalBy,
      boolean wantsReports,
      @Nullable String link,
      Place place,
      Map<String, Object> details) {
    this(id, at, parts, timeToSend, validUntil, finalBy, wantsReports, link, place, null, details);
  }

  /**
   * A message's place in the chain of its omnimessage (design 4, Chains).
   *
   * @param isFirst its turn is at once; later ones wait for the end of the one before
   * @param isLast nothing is tried after it
   */
  public record Place(boolean isFirst, boolean isLast) {
    /** A chain of one. */
    public static final Place ALONE = new Place(true, true);
  }

  public Acceptance {
    details = Map.copyOf(details);
    if (parts < 1) {
      throw new IllegalArgumentException("a message has at least one part, not " + parts);
    }
  }

  boolean isForLater() {
    return timeToSend != null && timeToSend.isAfter(at);
  }

  /** The same, when there is room on this link. */
  public Acceptance on(String roomyLink) {
    return with(roomyLink, objection);
  }

  /** The same, when our own rules have this against it. */
  public Acceptance against(Objection found) {
    return with(null, found);
  }

  private Acceptance with(@Nullable String newLink, @Nullable Objection found) {
    return new Acceptance(
        id,
        at,
        parts,
        timeToSend,
        validUntil,
        finalBy,
        wantsReports,
        newLink,
        place,
        found,
        details);
  }
}
