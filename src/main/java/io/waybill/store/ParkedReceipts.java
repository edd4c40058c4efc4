package io.waybill.store;

import io.waybill.message.Receipt;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Receipts that match no message yet, and what carriers send that is no receipt. */
public final class ParkedReceipts {
  private static final Duration TRIED = Duration.ofDays(14);
  private static final List<Duration> AGAIN =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5));

  static final String COLUMNS =
      "carrier, link, carrier_id, source, word, carrier_err, raw, kind, why, received_at";

  /** Columns of {@link #COLUMNS}. */
  static final int COLUMN_COUNT = 10;

  private static final String PARK = "receipt_parked (" + COLUMNS + ", next_try_at)";
  private static final String DUE =
      "SELECT id, tries, message_id, part, decided_by || ' via ' || decided_via, "
          + COLUMNS
          + " FROM receipt_parked WHERE next_try_at <= ? ORDER BY next_try_at LIMIT ?";

  /** Not those that a person has decided about meanwhile. */
  private static final String LATER =
      """
      UPDATE receipt_parked p SET tries = u.tries, kind = u.kind, why = u.why,
        next_try_at = to_timestamp(u.next / 1e3::float8)
      FROM unnest(?::bigint[], ?::int[], ?::text[], ?::text[], ?::bigint[])
        AS u(id, tries, kind, why, next)
      WHERE p.id = u.id AND p.standing = 'waiting'
      """;

  private static final String UNASSIGN =
      """
      UPDATE receipt_parked SET standing = 'waiting', why = ?, message_id = NULL, part = NULL,
        decided_by = NULL, decided_via = NULL, decided_why = NULL, decided_at = NULL,
        next_try_at = NULL
      WHERE id = ? AND standing = 'assigning'
      """;

  private final Database database;

  public ParkedReceipts(Database database) {
    this.database = database;
  }

  /**
   * A receipt as parked.
   *
   * @param why it matches nothing, in words
   */
  public record Parked(
      String carrier,
      String link,
      String source,
      Receipt receipt,
      Unmatched reason,
      String why,
      Instant receivedAt) {}

  /**
   * The part that a person has assigned a receipt to.
   *
   * @param by who, and by which way
   */
  public record Target(UUID message, int part, String by) {}

  /**
   * A parked receipt whose turn has come again.
   *
   * @param target where it belongs, if somebody has said so
   */
  public record Again(long id, int tries, Parked parked, @Nullable Target target) {}

  /** One that still matches nothing, and why. */
  public record Later(Again again, Unmatched reason, String why) {}

  /** A deliver_sm that is no receipt. */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  public record Inbound(
      String carrier,
      String link,
      String source,
      String destination,
      int esmClass,
      int dataCoding,
      Instant receivedAt,
      byte[] octets) {}

  /** When to match again after so many tries; null after 14 days, or if that is of no use. */
  static @Nullable Instant next(Unmatched reason, int tries, Instant receivedAt, Instant now) {
    if (reason == Unmatched.BURST) {
      return now;
    }
    Duration wait = tries < AGAIN.size() ? AGAIN.get(tries) : Duration.ofHours(1);
    Instant next = now.plus(wait);
    return !reason.isTriedAgain() || next.isAfter(receivedAt.plus(TRIED)) ? null : next;
  }

  /** Stores them; committed when this returns. */
  public void park(List<Parked> receipts) throws SQLException {
    CopyRows rows = new CopyRows();
    for (Parked p : receipts) {
      Receipt receipt = p.receipt();
      rows.add(p.carrier()).add(p.link()).add(clean(receipt.carrierId())).add(clean(p.source()));
      rows.add(receipt.word()).add(receipt.err() == null ? null : clean(receipt.err()));
      rows.add(clean(receipt.raw())).add(p.reason().word()).add(clean(p.why()));
      rows.add(p.receivedAt()).add(next(p.reason(), 0, p.receivedAt(), p.receivedAt())).endRow();
    }
    try (Connection db = database.connection()) {
      rows.into(db, PARK);
    }
  }

  /** Stores what is no receipt; committed when this returns. */
  public void keepInbound(List<Inbound> messages) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                """
                INSERT INTO inbound_raw (carrier, link, source, destination, esm_class,
                  data_coding, octets, received_at) VALUES (?,?,?,?,?,?,?,?)
                """)) {
      for (Inbound in : messages) {
        s.setString(1, in.carrier());
        s.setString(2, in.link());
        s.setString(3, clean(in.source()));
        s.setString(4, clean(in.destination()));
        s.setInt(5, in.esmClass());
        s.setInt(6, in.dataCoding());
        s.setBytes(7, in.octets());
        s.setTimestamp(8, HistoryTable.timestamp(in.receivedAt()));
        s.addBatch();
      }
      Transaction.of(db, s::executeBatch);
    }
  }

  /** Those whose turn has come. */
  public List<Again> due(Instant now, int limit) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(DUE)) {
      s.setTimestamp(1, HistoryTable.timestamp(now));
      s.setInt(2, limit);
      List<Again> due = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          UUID message = r.getObject(3, UUID.class);
          Target target =
              message == null ? null : new Target(message, r.getInt(4), Row.string(r, 5));
          due.add(new Again(r.getLong(1), r.getInt(2), read(r, 6), target));
        }
      }
      return due;
    }
  }

  /** From {@link #COLUMNS}, which begin at that one. */
  static Parked read(ResultSet r, int first) throws SQLException {
    Receipt receipt =
        new Receipt(
            Receipt.Word.valueOf(Row.string(r, first + 4)),
            r.getString(first + 5),
            Row.string(r, first + 2),
            Row.string(r, first + 6));
    return new Parked(
        Row.string(r, first),
        Row.string(r, first + 1),
        Row.string(r, first + 3),
        receipt,
        Unmatched.valueOf(Row.string(r, first + 7).toUpperCase(java.util.Locale.ROOT)),
        Row.string(r, first + 8),
        Row.value(Row.instant(r, first + 9)));
  }

  /** They have found their messages. */
  public void unpark(List<Long> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                "DELETE FROM receipt_parked WHERE id = ANY(?) AND standing <> 'discarded'")) {
      s.setArray(1, db.createArrayOf("int8", ids.toArray()));
      s.executeUpdate();
    }
  }

  /** They still match nothing: later again. */
  public void later(List<Later> all, Instant now) throws SQLException {
    if (all.isEmpty()) {
      return;
    }
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(LATER)) {
      Arrays a = new Arrays(db, s);
      s.setArray(1, db.createArrayOf("int8", all.stream().map(l -> l.again().id()).toArray()));
      a.ints(2, all, l -> l.again().tries() + 1);
      a.texts(3, all, l -> l.reason().word());
      a.texts(4, all, Later::why);
      a.times(
          5,
          all,
          l -> next(l.reason(), l.again().tries() + 1, l.again().parked().receivedAt(), now));
      s.executeUpdate();
    }
  }

  /** It is recorded where a person has assigned it. */
  public void assigned(long id) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                """
                UPDATE receipt_parked SET standing = 'assigned', why = 'assigned by hand',
                  next_try_at = NULL
                WHERE id = ? AND standing = 'assigning'
                """)) {
      s.setLong(1, id);
      s.executeUpdate();
    }
  }

  /** It cannot be recorded where a person has assigned it: it is unmatched again. */
  public void unassign(long id, String why) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(UNASSIGN)) {
      s.setString(1, clean(why));
      s.setLong(2, id);
      s.executeUpdate();
    }
  }

  /** How many match nothing and are neither assigned nor discarded. */
  public long unmatched() throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                "SELECT count(*) FROM receipt_parked WHERE standing = 'waiting' AND kind <> 'burst'");
        ResultSet r = s.executeQuery()) {
      r.next();
      return r.getLong(1);
    }
  }

  /**
   * Deletes what came before that time, of each kind the oldest.
   *
   * @param limit most of each kind
   * @return how many were deleted
   */
  public int purge(Instant before, int limit) throws SQLException {
    int deleted = 0;
    try (Connection db = database.connection()) {
      for (String table : List.of("receipt_parked", "inbound_raw")) {
        try (PreparedStatement s =
            db.prepareStatement(
                "DELETE FROM %1$s WHERE id IN (SELECT id FROM %1$s WHERE received_at < ? ORDER BY received_at LIMIT ?)"
                    .formatted(table))) {
          s.setTimestamp(1, HistoryTable.timestamp(before));
          s.setInt(2, limit);
          deleted += s.executeUpdate();
        }
      }
    }
    return deleted;
  }

  private static String clean(String text) {
    return text.replace('\0', ' ');
  }
}
