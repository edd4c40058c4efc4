package io.waybill.store;

import io.waybill.store.ParkedReceipts.Parked;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parked receipts as people read them: a list, and one by one. */
public final class UnmatchedReceipts {
  /** Most in one page. */
  public static final int PAGE_MAX = 100;

  private static final String SELECT =
      "SELECT id, tries, next_try_at, standing, message_id, part, decided_by, decided_via,"
          + " decided_why, decided_at, "
          + ParkedReceipts.COLUMNS
          + " FROM receipt_parked WHERE ";

  private static final int FIRST_OF_PARKED = 11;

  private static final String LIST =
      SELECT
          + """
          (? OR standing IN ('waiting', 'assigning')) AND (?::text IS NULL OR carrier = ?)
            AND (?::text IS NULL OR link = ?)
            AND CASE WHEN ?::text IS NULL THEN kind <> 'burst' ELSE kind = ? END
            AND (?::text IS NULL OR ltrim(lower(btrim(carrier_id)), '0') = ltrim(?, '0'))
            AND received_at >= coalesce(?::timestamptz, '-infinity')
            AND received_at < coalesce(?::timestamptz, 'infinity')
            AND id < ? ORDER BY id DESC LIMIT ?
          """;

  private final Database database;

  public UnmatchedReceipts(Database database) {
    this.database = database;
  }

  /**
   * Which ones are asked for, newest first.
   *
   * @param id the carrier's, in any case and with any leading zeros
   * @param since inclusive
   * @param until exclusive
   * @param all those too that are assigned or discarded
   * @param before only those with a smaller number: the last one of the page before
   * @param limit 1 to 100
   */
  public record Filter(
      @Nullable String carrier,
      @Nullable String link,
      @Nullable String id,
      @Nullable Unmatched reason,
      @Nullable Instant since,
      @Nullable Instant until,
      boolean all,
      long before,
      int limit) {
    public Filter {
      if (limit < 1 || limit > PAGE_MAX) {
        throw new IllegalArgumentException("a page has 1 to " + PAGE_MAX + ", not " + limit);
      }
    }

    /** All that wait, from the newest on. */
    public static Filter newest(int limit) {
      return new Filter(null, null, null, null, null, null, false, Long.MAX_VALUE, limit);
    }
  }

  /**
   * What a person has decided about one.
   *
   * @param message null if it is discarded
   * @param part 0 if it is discarded
   * @param why empty if nothing was said
   */
  public record Decided(
      String by, String via, String why, Instant at, @Nullable UUID message, int part) {}

  /**
   * One of them.
   *
   * @param number what people call it by
   * @param nextTryAt when it is matched again; null: not any more
   * @param standing waiting, assigning, assigned or discarded
   * @param decided null while it waits
   */
  public record One(
      long number,
      Parked parked,
      int tries,
      @Nullable Instant nextTryAt,
      String standing,
      @Nullable Decided decided) {}

  /**
   * A message from a handset, without its octets.
   *
   * @param length of the user data, octets
   */
  public record InboundLine(
      Instant receivedAt,
      String link,
      String source,
      String destination,
      int dataCoding,
      int length) {}

  /** A page of them, newest first. */
  public List<One> list(Filter f) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(LIST)) {
      s.setBoolean(1, f.all());
      String reason = f.reason() == null ? null : f.reason().word();
      String id = f.id() == null ? null : CarrierIds.form(f.id());
      int i = 2;
      for (@Nullable String text : new @Nullable String[] {f.carrier(), f.link(), reason, id}) {
        s.setString(i++, text);
        s.setString(i++, text);
      }
      s.setTimestamp(i++, HistoryTable.timestamp(f.since()));
      s.setTimestamp(i++, HistoryTable.timestamp(f.until()));
      s.setLong(i++, f.before());
      s.setInt(i, f.limit());
      List<One> page = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          page.add(read(r));
        }
      }
      return page;
    }
  }

  /** The one with that number. */
  public Optional<One> one(long number) throws SQLException {
    try (Connection db = database.connection()) {
      return one(db, number, "");
    }
  }

  static Optional<One> one(Connection db, long number, String lock) throws SQLException {
    try (PreparedStatement s = db.prepareStatement(SELECT + "id = ?" + lock)) {
      s.setLong(1, number);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? Optional.of(read(r)) : Optional.empty();
      }
    }
  }

  private static One read(ResultSet r) throws SQLException {
    String by = r.getString(7);
    Decided decided =
        by == null
            ? null
            : new Decided(
                by,
                Row.string(r, 8),
                Row.string(r, 9),
                Row.value(Row.instant(r, 10)),
                r.getObject(5, UUID.class),
                r.getInt(6));
    return new One(
        r.getLong(1),
        ParkedReceipts.read(r, FIRST_OF_PARKED),
        r.getInt(2),
        Row.instant(r, 3),
        Row.string(r, 4),
        decided);
  }

  /**
   * What carriers sent that is no receipt, newest first.
   *
   * @param limit 1 to 100
   */
  public List<InboundLine> inbound(int limit) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                """
                SELECT received_at, link, source, destination, data_coding, length(octets)
                FROM inbound_raw ORDER BY id DESC LIMIT ?
                """)) {
      s.setInt(1, Math.clamp(limit, 1, PAGE_MAX));
      List<InboundLine> lines = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          lines.add(
              new InboundLine(
                  Row.value(Row.instant(r, 1)),
                  Row.string(r, 2),
                  Row.string(r, 3),
                  Row.string(r, 4),
                  r.getInt(5),
                  r.getInt(6)));
        }
      }
      return lines;
    }
  }
}
