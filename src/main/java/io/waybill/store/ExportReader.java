package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.By;
import io.waybill.message.State;
import io.waybill.store.MessageReader.Query;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages for a file, newest first, some thousand at a time. Each page is a short
 * transaction of its own, so nothing is held while the file is written; a message that becomes
 * final in between is read once, because pages go by id and each sees live and history at one
 * moment.
 */
public final class ExportReader {
  private static final String PARTS =
      "length(parts) - length(replace(parts, E'\\n', '')) + 1 AS parts";

  private static final String SHARED =
      "id, accepted_at, state, by_carrier, err, sender, channel, country, network, "
          + PARTS
          + ", part_price, changed_at, reference, campaign, tags, key_name";

  private static final String CONTENT =
      "(SELECT c.%s FROM content c WHERE c.id = m.id AND c.purge_day = m.purge_day)";

  private static final String LIVE =
      "SELECT " + SHARED + ", recipient, %s FROM live m WHERE id = ANY(?::uuid[])";

  private static final String HISTORY =
      "SELECT "
          + SHARED
          + ", coalesce("
          + CONTENT.formatted("recipient")
          + ", recipient_masked), %s FROM history m"
          + " WHERE id = ANY(?::uuid[]) AND id >= ? AND id <= ?";

  private static final Duration PAGE_TIME = Duration.ofMillis(400);

  private final Database database;
  private final Vault vault;

  public ExportReader(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /**
   * A message as a line of a file.
   *
   * @param recipient the full number while that is kept, else masked
   * @param changedAt when its status last changed
   * @param price of all parts, in euro; null where none was known
   * @param text null where it was not asked for, or is not kept
   */
  public record Line(
      UUID id,
      Instant acceptedAt,
      State state,
      By by,
      int err,
      String sender,
      String channel,
      @Nullable String country,
      @Nullable String network,
      int parts,
      @Nullable BigDecimal price,
      Instant changedAt,
      @Nullable String reference,
      @Nullable String campaign,
      List<String> tags,
      String key,
      String recipient,
      @Nullable String text) {}

  /**
   * Some lines.
   *
   * @param next for {@link Query#before} of the next page; null: this was the last
   */
  public record Page(List<Line> lines, @Nullable UUID next) {
    public Page {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A page of lines, newest first; perhaps none, where few fit.
   *
   * @param q its limit may be up to 5,000 here
   */
  public Page page(Query q, boolean withText) throws SQLException {
    try (Connection db = database.connection()) {
      db.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      db.setAutoCommit(false);
      try {
        MessageList.Fit fit = new MessageList(db, vault, q).ids(PAGE_TIME);
        return new Page(lines(db, fit.ids(), withText), fit.next());
      } finally {
        db.rollback();
        db.setAutoCommit(true);
        db.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      }
    }
  }

  private static List<Line> lines(Connection db, List<UUID> ids, boolean withText)
      throws SQLException {
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<UUID, Line> lines = HashMap.newHashMap(ids.size());
    String text = withText ? CONTENT.formatted("body") : "NULL::text";
    try (PreparedStatement s = db.prepareStatement(LIVE.formatted(text))) {
      new Arrays(db, s).uuids(1, ids, id -> id);
      read(s, lines);
    }
    if (lines.size() < ids.size()) {
      List<UUID> left = ids.stream().filter(id -> !lines.containsKey(id)).toList();
      try (PreparedStatement s = db.prepareStatement(HISTORY.formatted(text))) {
        new Arrays(db, s).uuids(1, left, id -> id);
        s.setObject(2, left.getLast());
        s.setObject(3, left.getFirst());
        read(s, lines);
      }
    }
    return ids.stream().map(lines::get).filter(Objects::nonNull).toList();
  }

  private static void read(PreparedStatement s, Map<UUID, Line> lines) throws SQLException {
    s.setQueryTimeout(MessageReader.LIST_SECONDS);
    try (ResultSet r = s.executeQuery()) {
      while (r.next()) {
        Line line = line(r);
        lines.put(line.id(), line);
      }
    }
  }

  private static Line line(ResultSet r) throws SQLException {
    int parts = r.getInt(10);
    BigDecimal each = r.getBigDecimal(11);
    return new Line(
        Row.value(r.getObject(1, UUID.class)),
        Row.value(Row.instant(r, 2)),
        State.valueOf(Row.string(r, 3)),
        r.getBoolean(4) ? By.CARRIER : By.US,
        r.getInt(5),
        Row.string(r, 6),
        Row.string(r, 7),
        r.getString(8),
        r.getString(9),
        parts,
        each == null ? null : each.multiply(BigDecimal.valueOf(parts)),
        Row.value(Row.instant(r, 12)),
        r.getString(13),
        r.getString(14),
        Codec.tags(Row.string(r, 15)),
        Row.string(r, 16),
        Row.string(r, 17),
        r.getString(18));
  }
}
