package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.Part;
import io.waybill.message.Part.Phase;
import io.waybill.routing.Carrier;
import io.waybill.routing.Notation;
import io.waybill.store.ParkedReceipts.Parked;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where an unmatched receipt may belong: what was looked for, and what lies near it. */
public final class ReceiptTrace {
  /** How long before the receipt a message may have been submitted to be shown as near. */
  public static final Duration NEAR = Duration.ofDays(2);

  private static final int SHOWN_MAX = 20;
  private static final int LOOKED_AT_MAX = 200;
  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final JsonMapper JSON = new JsonMapper();

  /** Phases in which a part waits for a receipt. */
  private static final Set<Phase> AWAITING =
      EnumSet.of(Phase.CLAIMED, Phase.UNCERTAIN, Phase.SENT, Phase.ACCEPTED, Phase.UNCLEAR);

  private final Database database;
  private final Vault vault;

  public ReceiptTrace(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /**
   * A part that the receipt may be about.
   *
   * @param carrierId null if the carrier has given it none
   * @param submittedAt null if that is not known
   * @param state of its message, in lower case
   * @param recipient as stored: masked once the message is over and its content gone
   * @param sameNumber whether the receipt came from this recipient
   * @param resembles whether its id looks like the receipt's
   */
  public record Possible(
      UUID message,
      int part,
      @Nullable String carrierId,
      @Nullable Instant submittedAt,
      String state,
      boolean isFinal,
      String recipient,
      boolean sameNumber,
      boolean resembles) {}

  /**
   * What is known about a receipt.
   *
   * @param notation the carrier's, as set
   * @param learned what experience has made of {@code auto}; null if nothing is fixed
   * @param forms under which the id was looked up, in this order
   * @param number the digits of the source address
   * @param underThisId parts that have this id, whatever their recipient; at most 20
   * @param near open parts to this number at this carrier, of the two days before; at most 20
   */
  public record Trace(
      Notation notation,
      @Nullable Notation learned,
      List<String> forms,
      String number,
      List<Possible> underThisId,
      List<Possible> near) {}

  /** Looks around it. Some look-ups by index; for one receipt at a time. */
  public Trace trace(Parked receipt) throws SQLException {
    Notation learned =
        new LearnedNotations(database)
            .learned(receipt.carrier())
            .map(LearnedNotations.Learned::notation)
            .orElse(null);
    try (Connection db = database.connection()) {
      Notation set =
          CarrierTable.carrier(db, receipt.carrier())
              .orElseGet(() -> Carrier.usual(receipt.carrier()))
              .notation();
      String id = receipt.receipt().carrierId();
      List<String> forms = CarrierIds.form(id).isEmpty() ? List.of() : CarrierIds.forms(id, set);
      return new Trace(
          set,
          set == Notation.AUTO ? learned : null,
          forms,
          Recipients.plain(receipt.source()),
          underThisId(db, receipt, forms),
          near(db, receipt));
    }
  }

  private List<Possible> underThisId(Connection db, Parked receipt, List<String> forms)
      throws SQLException {
    record Aired(UUID message, int part, String id) {}
    List<Aired> aired = new ArrayList<>();
    try (PreparedStatement s =
        db.prepareStatement(
            """
            SELECT message_id, part, carrier_id FROM on_air
            WHERE id_form = ANY(?) AND carrier = ? AND day >= (?::timestamptz)::date - 15
            ORDER BY day DESC LIMIT ?
            """)) {
      s.setArray(1, db.createArrayOf("text", forms.toArray()));
      s.setString(2, receipt.carrier());
      s.setTimestamp(3, HistoryTable.timestamp(receipt.receivedAt()));
      s.setInt(4, SHOWN_MAX);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          aired.add(
              new Aired(Row.value(r.getObject(1, UUID.class)), r.getInt(2), Row.string(r, 3)));
        }
      }
    }
    Map<UUID, Known> known = known(db, aired.stream().map(Aired::message).distinct().toList());
    List<Possible> all = new ArrayList<>();
    for (Aired a : aired) {
      Known message = known.get(a.message());
      if (message != null) {
        all.add(message.possible(a.part(), a.id(), receipt, vault));
      }
    }
    return all;
  }

  private List<Possible> near(Connection db, Parked receipt) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (PreparedStatement s =
        db.prepareStatement(
            """
            SELECT id FROM live WHERE recipient_hash = ANY(?) AND carrier = ?
              AND state IN ('SUBMITTING', 'SENT', 'ACCEPTED', 'UNCLEAR')
            ORDER BY id DESC LIMIT ?
            """)) {
      s.setArray(
          1, db.createArrayOf("int8", ReceiptDecisions.hashes(vault, receipt.source()).toArray()));
      s.setString(2, receipt.carrier());
      s.setInt(3, LOOKED_AT_MAX);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          ids.add(Row.value(r.getObject(1, UUID.class)));
        }
      }
    }
    List<Possible> all = new ArrayList<>();
    Instant since = receipt.receivedAt().minus(NEAR);
    Instant until = receipt.receivedAt().plus(SKEW);
    for (Known message : known(db, ids).values()) {
      for (Part part : message.row.message().parts()) {
        Possible one = message.possible(part.number(), part.carrierId(), receipt, vault);
        Instant at = one.submittedAt();
        if (AWAITING.contains(part.phase())
            && at != null
            && !at.isBefore(since)
            && at.isBefore(until)
            && all.size() < SHOWN_MAX) {
          all.add(one);
        }
      }
    }
    return all;
  }

  /** A message with its timeline. */
  private record Known(Row row, long recipientHash, JsonNode timeline) {

    Possible possible(int part, @Nullable String id, Parked receipt, Vault vault) {
      return new Possible(
          row.envelope().id(),
          part,
          id,
          submittedAt(part),
          row.message().state().name().toLowerCase(java.util.Locale.ROOT),
          row.message().state().isFinal(),
          row.envelope().recipient(),
          ReceiptDecisions.hashes(vault, receipt.source()).contains(recipientHash),
          id != null && CarrierIds.resemble(id, receipt.receipt().carrierId()));
    }

    /** When the part was taken; of one without an answer, when it was claimed. */
    private @Nullable Instant submittedAt(int part) {
      Instant claimed = null;
      Instant taken = null;
      for (JsonNode entry : timeline) {
        String what = entry.path("event").asString("");
        if (what.equals("claimed")) {
          claimed = Instant.parse(entry.path("at").asString(""));
        } else if (what.equals("submitted") && entry.path("part").asInt(0) == part) {
          taken = Instant.parse(entry.path("at").asString(""));
        }
      }
      return taken == null ? claimed : taken;
    }
  }

  private static Map<UUID, Known> known(Connection db, Collection<UUID> ids) throws SQLException {
    Map<UUID, Known> known = new java.util.LinkedHashMap<>();
    if (ids.isEmpty()) {
      return known;
    }
    Map<UUID, Row> rows = Row.read(db, ids);
    Map<UUID, Known> found = new HashMap<>();
    for (String table : List.of("live", "history")) {
      try (PreparedStatement s =
          db.prepareStatement(
              "SELECT id, recipient_hash, timeline FROM " + table + " WHERE id = ANY(?::uuid[])")) {
        s.setArray(1, db.createArrayOf("uuid", ids.toArray()));
        try (ResultSet r = s.executeQuery()) {
          while (r.next()) {
            UUID id = Row.value(r.getObject(1, UUID.class));
            Row row = rows.get(id);
            if (row != null) {
              JsonNode timeline = JSON.readTree(TimelineLines.json(Row.string(r, 3)));
              found.put(id, new Known(row, r.getLong(2), timeline));
            }
          }
        }
      }
    }
    for (UUID id : ids) {
      Known one = found.get(id);
      if (one != null) {
        known.put(id, one);
      }
    }
    return known;
  }
}
