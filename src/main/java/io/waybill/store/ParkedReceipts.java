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
import org.jspecify.annotations.Nullable;

/** Receipts that match no message yet, and what carriers send that is no receipt. */
public final class ParkedReceipts {
  private static final Duration KEPT = Duration.ofDays(14);
  private static final List<Duration> AGAIN =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5));

  private static final String COLUMNS =
      "carrier, link, carrier_id, source, word, carrier_err, raw, why, received_at";
  private static final String PARK =
      "INSERT INTO receipt_parked (" + COLUMNS + ", next_try_at) VALUES (?,?,?,?,?,?,?,?,?,?)";
  private static final String DUE =
      "SELECT id, tries, "
          + COLUMNS
          + " FROM receipt_parked WHERE next_try_at <= ? ORDER BY next_try_at LIMIT ?";

  private final Database database;

  public ParkedReceipts(Database database) {
    this.database = database;
  }

  /**
   * A receipt as parked.
   *
   * @param why it matches nothing
   */
  public record Parked(
      String carrier,
      String link,
      String source,
      Receipt receipt,
      String why,
      Instant receivedAt) {}

  /** A parked receipt whose turn has come again. */
  public record Again(long id, int tries, Parked parked) {}

  /** A deliver_sm that is no receipt. */
  public record Inbound(
      String carrier,
      String link,
      String source,
      String destination,
      int esmClass,
      int dataCoding,
      Instant receivedAt) {}

  /** When to match again after so many tries; null after 14 days. */
  static @Nullable Instant next(int tries, Instant receivedAt, Instant now) {
    Duration wait = tries < AGAIN.size() ? AGAIN.get(tries) : Duration.ofHours(1);
    Instant next = now.plus(wait);
    return next.isAfter(receivedAt.plus(KEPT)) ? null : next;
  }

  /** Stores them; committed when this returns. */
  public void park(List<Parked> receipts) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(PARK)) {
      for (Parked p : receipts) {
        s.setString(1, p.carrier());
        s.setString(2, p.link());
        s.setString(3, clean(p.receipt().carrierId()));
        s.setString(4, clean(p.source()));
        s.setString(5, p.receipt().word().name());
        s.setString(6, p.receipt().err() == null ? null : clean(p.receipt().err()));
        s.setString(7, clean(p.receipt().raw()));
        s.setString(8, p.why());
        s.setTimestamp(9, HistoryTable.timestamp(p.receivedAt()));
        s.setTimestamp(10, HistoryTable.timestamp(next(0, p.receivedAt(), p.receivedAt())));
        s.addBatch();
      }
      transact(db, s);
    }
  }

  /** Stores what is no receipt; committed when this returns. */
  public void keepInbound(Inbound in, byte[] octets) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                """
                INSERT INTO inbound_raw (carrier, link, source, destination, esm_class,
                  data_coding, octets, received_at) VALUES (?,?,?,?,?,?,?,?)
                """)) {
      s.setString(1, in.carrier());
      s.setString(2, in.link());
      s.setString(3, clean(in.source()));
      s.setString(4, clean(in.destination()));
      s.setInt(5, in.esmClass());
      s.setInt(6, in.dataCoding());
      s.setBytes(7, octets);
      s.setTimestamp(8, HistoryTable.timestamp(in.receivedAt()));
      s.executeUpdate();
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
          due.add(new Again(r.getLong(1), r.getInt(2), read(r)));
        }
      }
      return due;
    }
  }

  private static Parked read(ResultSet r) throws SQLException {
    Receipt receipt =
        new Receipt(
            Receipt.Word.valueOf(Row.string(r, 7)),
            r.getString(8),
            Row.string(r, 5),
            Row.string(r, 9));
    return new Parked(
        Row.string(r, 3),
        Row.string(r, 4),
        Row.string(r, 6),
        receipt,
        Row.string(r, 10),
        Row.value(Row.instant(r, 11)));
  }

  /** They have found their messages. */
  public void unpark(List<Long> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement("DELETE FROM receipt_parked WHERE id = ANY(?)")) {
      s.setArray(1, db.createArrayOf("int8", ids.toArray()));
      s.executeUpdate();
    }
  }

  /** It still matches nothing: later again. */
  public void later(Again again, String why, Instant now) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                "UPDATE receipt_parked SET tries = ?, why = ?, next_try_at = ? WHERE id = ?")) {
      s.setInt(1, again.tries() + 1);
      s.setString(2, why);
      s.setTimestamp(
          3, HistoryTable.timestamp(next(again.tries() + 1, again.parked().receivedAt(), now)));
      s.setLong(4, again.id());
      s.executeUpdate();
    }
  }

  /** How many are parked, and the newest of them: for metrics and the operator's list. */
  public List<Again> newest(int limit) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                "SELECT id, tries, " + COLUMNS + " FROM receipt_parked ORDER BY id DESC LIMIT ?")) {
      s.setInt(1, limit);
      List<Again> all = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          all.add(new Again(r.getLong(1), r.getInt(2), read(r)));
        }
      }
      return all;
    }
  }

  private static void transact(Connection db, PreparedStatement s) throws SQLException {
    db.setAutoCommit(false);
    try {
      s.executeBatch();
      db.commit();
    } finally {
      db.rollback();
      db.setAutoCommit(true);
    }
  }

  private static String clean(String text) {
    return text.replace('\0', ' ');
  }
}
