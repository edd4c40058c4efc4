package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.Ids;
import io.waybill.settings.Difference;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.ParkedReceipts.Parked;
import io.waybill.store.UnmatchedReceipts.One;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person does about unmatched receipts. All of it is audited, and all of it only marks rows:
 * what is assigned is recorded by the running process, or at the next start of one.
 */
public final class ReceiptDecisions {
  /** Most that are discarded at one time. */
  public static final int DISCARD_MAX = 1_000;

  /** Characters of a reason. */
  public static final int WHY_MAX = 500;

  private final Database database;
  private final Vault vault;
  private final InstantSource clock;

  public ReceiptDecisions(Database database, Vault vault, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.clock = clock;
  }

  /** Of a message what an assignment needs to know. */
  private record Target(UUID id, String carrier, int parts, long recipientHash) {}

  /**
   * Says by hand which part a receipt is about. Recorded within some seconds by the running
   * process; what became of it is seen in the receipt's standing.
   *
   * @param message its id; the id of a chain means the chain's first message
   * @param part from 1
   * @param force even if the receipt came from another number than the message went to
   */
  public void assign(long number, UUID message, int part, boolean force, Audit.By by)
      throws SQLException, Refused {
    UUID id = Ids.placeOf(message) == 0 ? Ids.message(message, 1) : message;
    try (Connection db = database.connection()) {
      Transaction.<Integer, Refused>of(
          db,
          () -> {
            Parked receipt = waiting(db, number).parked();
            Target target =
                target(db, id)
                    .orElseThrow(() ->
                        new Refused("no message has the id " + message + ", or it is deleted"));
            check(receipt, target, part, force);
            decide(db, number, "assigning", id, part, "", by);
            Map<String, Object> after = new LinkedHashMap<>();
            after.put("message", id.toString());
            after.put("part", part);
            after.put("carrier_id", receipt.receipt().carrierId());
            after.put("force", force);
            new Audit(by)
                .note(db, "assign", new Difference("receipt", Long.toString(number), null, after));
            return 0;
          });
    }
  }

  private void check(Parked receipt, Target target, int part, boolean force) throws Refused {
    if (!target.carrier().equals(receipt.carrier())) {
      throw new Refused(
          "message %s belongs to carrier %s, but the receipt came from %s"
              .formatted(target.id(), target.carrier(), receipt.carrier()));
    }
    if (part < 1 || part > target.parts()) {
      throw new Refused(
          "message %s has no part %d: it has %s"
              .formatted(
                  target.id(), part, target.parts() == 1 ? "one part" : target.parts() + " parts"));
    }
    if (!force && !hashes(vault, receipt.source()).contains(target.recipientHash())) {
      throw new Refused(
          "message %s went to another number than %s, from which the receipt came: to assign it"
                  .formatted(
                      target.id(),
                      receipt.source().isBlank() ? "none" : "'" + receipt.source() + "'")
              + " all the same, force it");
    }
  }

  /** The hashes of all recipients that this source address can stand for. */
  static Set<Long> hashes(Vault vault, String source) {
    String digits = Recipients.plain(source);
    Set<Long> hashes = new HashSet<>();
    for (String number : Recipients.readings(digits)) {
      hashes.add(vault.numberHash(number));
    }
    return hashes;
  }

  private static Optional<Target> target(Connection db, UUID id) throws SQLException {
    for (String table : List.of("live", "history")) {
      try (PreparedStatement s =
          db.prepareStatement(
              "SELECT carrier, parts, recipient_hash FROM " + table + " WHERE id = ?")) {
        s.setObject(1, id);
        try (ResultSet r = s.executeQuery()) {
          if (r.next()) {
            int parts = Codec.parts(Row.string(r, 2)).size();
            return Optional.of(new Target(id, Row.string(r, 1), parts, r.getLong(3)));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static One waiting(Connection db, long number) throws SQLException, Refused {
    One one =
        UnmatchedReceipts.one(db, number, " FOR UPDATE")
            .orElseThrow(() ->
                new Refused(
                    "no unmatched receipt has the number "
                        + number
                        + ": it may have found its message meanwhile"));
    if (!one.standing().equals("waiting")) {
      String who = one.decided() == null ? "" : " by " + one.decided().by();
      throw new Refused("receipt " + number + " is " + one.standing() + " already" + who);
    }
    return one;
  }

  /**
   * Marks receipts as of no use: they are kept for a while, but not matched any more.
   *
   * @param numbers 1 to {@link #DISCARD_MAX}; all of them are discarded, or none
   * @param why at most {@link #WHY_MAX} characters, may be empty
   */
  public void discard(List<Long> numbers, String why, Audit.By by) throws SQLException, Refused {
    if (numbers.isEmpty() || numbers.size() > DISCARD_MAX) {
      throw new Refused("1 to " + DISCARD_MAX + " receipts can be discarded at one time");
    }
    if (why.length() > WHY_MAX) {
      throw new Refused("the reason may have " + WHY_MAX + " characters");
    }
    try (Connection db = database.connection()) {
      Transaction.<Integer, Refused>of(
          db,
          () -> {
            for (long number : numbers.stream().distinct().sorted().toList()) {
              One one = waiting(db, number);
              decide(db, number, "discarded", null, 0, why, by);
              Map<String, Object> after = new LinkedHashMap<>();
              after.put("carrier_id", one.parked().receipt().carrierId());
              after.put("why", why);
              new Audit(by)
                  .note(
                      db, "discard", new Difference("receipt", Long.toString(number), null, after));
            }
            return 0;
          });
    }
  }

  private void decide(
      Connection db,
      long number,
      String standing,
      @Nullable UUID message,
      int part,
      String why,
      Audit.By by)
      throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            """
            UPDATE receipt_parked SET standing = ?, message_id = ?, part = ?, decided_by = ?,
              decided_via = ?, decided_why = ?, decided_at = ?,
              next_try_at = CASE WHEN ? THEN to_timestamp(0) END
            WHERE id = ?
            """)) {
      s.setString(1, standing);
      s.setObject(2, message);
      s.setObject(3, part == 0 ? null : part);
      s.setString(4, by.actor());
      s.setString(5, by.via());
      s.setString(6, why.replace('\0', ' '));
      s.setTimestamp(7, HistoryTable.timestamp(clock.instant()));
      s.setBoolean(8, message != null);
      s.setLong(9, number);
      s.executeUpdate();
    }
  }
}
