package io.waybill.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Sets the array parameters of a statement with {@code unnest}, one column each. */
final class Arrays {
  private final Connection db;
  private final PreparedStatement statement;

  Arrays(Connection db, PreparedStatement statement) {
    this.db = db;
    this.statement = statement;
  }

  <T> void uuids(int index, List<T> rows, Function<T, UUID> column) throws SQLException {
    set(index, "uuid", rows.stream().map(column).toArray());
  }

  <T> void texts(int index, List<T> rows, Function<T, @Nullable String> column)
      throws SQLException {
    @Nullable String[] values = new @Nullable String[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    set(index, "text", values);
  }

  <T> void octets(int index, List<T> rows, Function<T, byte @Nullable []> column)
      throws SQLException {
    byte[] @Nullable [] values = new byte[rows.size()] @Nullable [];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    set(index, "bytea", values);
  }

  <T> void ints(int index, List<T> rows, ToIntFunction<T> column) throws SQLException {
    Integer[] values = new Integer[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.applyAsInt(rows.get(i));
    }
    set(index, "int4", values);
  }

  <T> void longs(int index, List<T> rows, ToLongFunction<T> column) throws SQLException {
    set(index, "int8", rows.stream().mapToLong(column).boxed().toArray(Long[]::new));
  }

  <T> void booleans(int index, List<T> rows, Predicate<T> column) throws SQLException {
    Boolean[] values = new Boolean[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.test(rows.get(i));
    }
    set(index, "bool", values);
  }

  /** As milliseconds since the epoch; null stays null. */
  <T> void times(int index, List<T> rows, Function<T, @Nullable Instant> column)
      throws SQLException {
    @Nullable Long[] values = new @Nullable Long[rows.size()];
    for (int i = 0; i < values.length; i++) {
      Instant time = column.apply(rows.get(i));
      values[i] = time == null ? null : time.toEpochMilli();
    }
    set(index, "int8", values);
  }

  private void set(int index, String type, @Nullable Object[] values) throws SQLException {
    statement.setArray(index, db.createArrayOf(type, values));
  }
}
