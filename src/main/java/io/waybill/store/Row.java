package io.waybill.store;

import io.waybill.message.By;
import io.waybill.message.Message;
import io.waybill.message.State;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message's row, from {@code live} or {@code history}.
 *
 * @param readyAt when it was to be sent, where that was later than its acceptance; else null
 */
record Row(
    Envelope envelope,
    Message message,
    boolean isLive,
    Instant changedAt,
    @Nullable Instant readyAt) {

  /** The columns that both tables have, in the order in which {@link #read} takes them. */
  static final String COLUMNS =
      """
      id, account_id, key_name, carrier, priority, sender, country, network, reference, dlr_url, \
      text_store, purge_day, concat_reference, udh, accepted_at, valid_until, final_by, version, \
      state, by_carrier, err, seq, parts, attempt, risked, link, wants_reports, reports, waiting, \
      tries, last_receipt, last_receipt_count, changed_at, channel, format, message_class, is_binary, \
      campaign, tags, part_price, has_next, ready_at\
      """;

  /** What a query on live must select for {@link #live}. */
  static final String LIVE = COLUMNS + ", recipient, due_at, deadline";

  /** What a query on history must select for {@link #history}. */
  static final String HISTORY = COLUMNS + ", recipient_masked";

  /** The first column after {@link #COLUMNS}. */
  private static final int OWN = 43;

  /** The first column after {@link #LIVE}. */
  static final int LIVE_NEXT = OWN + 3;

  /** The first column after {@link #HISTORY}. */
  static final int HISTORY_NEXT = OWN + 1;

  /** The row of a message that is being accepted, as it would be read again. */
  static Row accepted(NewRows.Accepted a) {
    Envelope envelope = a.message().envelope();
    Message message = a.decision().next().stored(1);
    boolean isLive = !message.state().isFinal();
    Instant ready = a.message().acceptance().timeToSend();
    return new Row(
        envelope,
        message,
        isLive,
        whole(envelope.acceptedAt()),
        ready == null ? null : whole(ready));
  }

  /** The rows of these messages, wherever they are; none for those that are nowhere. */
  static Map<UUID, Row> read(Connection db, Collection<UUID> ids) throws SQLException {
    Map<UUID, Row> rows = new HashMap<>(LiveTable.read(db, ids));
    if (rows.size() < ids.size()) {
      rows.putAll(HistoryTable.read(db, ids.stream().filter(id -> !rows.containsKey(id)).toList()));
    }
    ToldTable.complete(db, rows);
    return rows;
  }

  /** The same with what is known better of the message. */
  Row with(Message better) {
    return new Row(envelope, better, isLive, changedAt, readyAt);
  }

  /** As precise as changes are stored. */
  static Instant whole(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  static Row live(ResultSet r) throws SQLException {
    return read(r, string(r, OWN), instant(r, OWN + 1), instant(r, OWN + 2), true);
  }

  static Row history(ResultSet r) throws SQLException {
    return read(r, string(r, OWN), null, null, false);
  }

  private static Row read(
      ResultSet r,
      String recipient,
      @Nullable Instant dueAt,
      @Nullable Instant deadline,
      boolean isLive)
      throws SQLException {
    UUID id = value(r.getObject(1, UUID.class));
    Envelope envelope =
        new Envelope(
            id,
            r.getInt(2),
            string(r, 3),
            string(r, 4),
            r.getInt(5),
            string(r, 6),
            recipient,
            r.getString(7),
            r.getString(8),
            r.getString(9),
            r.getString(10),
            string(r, 11),
            value(r.getObject(12, LocalDate.class)),
            r.getInt(13),
            r.getString(14),
            value(instant(r, 15)),
            string(r, 34),
            ReportFormat.valueOf(string(r, 35)),
            extras(r));
    Message message =
        new Message(
            id,
            r.getInt(18),
            State.valueOf(string(r, 19)),
            r.getBoolean(20) ? By.CARRIER : By.US,
            r.getInt(21),
            r.getInt(22),
            Codec.parts(string(r, 23)),
            r.getInt(24),
            r.getBoolean(25),
            r.getString(26),
            value(instant(r, 16)),
            value(instant(r, 17)),
            dueAt,
            deadline,
            r.getBoolean(27),
            r.getInt(28),
            Codec.reports(string(r, 29)),
            r.getInt(30),
            r.getString(31),
            r.getInt(32),
            r.getBoolean(41));
    return new Row(envelope, message, isLive, value(instant(r, 33)), instant(r, 42));
  }

  private static Envelope.Extras extras(ResultSet r) throws SQLException {
    Integer messageClass = r.getObject(36, Integer.class);
    boolean binary = r.getBoolean(37);
    String campaign = r.getString(38);
    List<String> tags = Codec.tags(string(r, 39));
    BigDecimal price = r.getBigDecimal(40);
    return messageClass == null && !binary && campaign == null && tags.isEmpty() && price == null
        ? Envelope.Extras.NONE
        : new Envelope.Extras(messageClass, binary, campaign, tags, price);
  }

  static @Nullable Instant instant(ResultSet r, int column) throws SQLException {
    OffsetDateTime time = r.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static String string(ResultSet r, int column) throws SQLException {
    return value(r.getString(column));
  }

  static <T> T value(@Nullable T value) throws SQLException {
    if (value == null) {
      throw new SQLException("a column that cannot be null is null");
    }
    return value;
  }
}
