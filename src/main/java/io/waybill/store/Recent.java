package io.waybill.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@code live} as one writer committed them last: all events of a message go through the
 * same writer, so most need not be read again. What is kept may be outdated all the same: each
 * statement that changes a row names the version it was read with, and who loses reads anew. Only
 * what changes nothing is answered without that, which is right as long as nobody edits {@code
 * live} by hand. Holds a bounded number of rows, those used last. For one thread.
 */
final class Recent {
  /** Mostly about 1 KiB each; with the longest URLs, tags and headers about 8 KiB. */
  static final int ROWS_MAX = 8_192;

  private static final float LOAD = 0.75f;

  private final Map<UUID, Row> rows;

  Recent() {
    this(ROWS_MAX);
  }

  Recent(int max) {
    rows =
        new LinkedHashMap<>(64, LOAD, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<UUID, Row> eldest) {
            return size() > max;
          }
        };
  }

  @Nullable Row row(UUID id) {
    return rows.get(id);
  }

  /** Keeps what was committed. */
  void keep(Row row) {
    rows.put(row.envelope().id(), row);
  }

  void forget(UUID id) {
    rows.remove(id);
  }

  /** After a commit that failed: nothing is sure any more. */
  void clear() {
    rows.clear();
  }

  int size() {
    return rows.size();
  }
}
