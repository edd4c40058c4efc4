package io.waybill.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows for {@code COPY … FROM STDIN}, in PostgreSQL's text format. */
final class CopyRows {
  private final StringBuilder out = new StringBuilder(4096);
  private boolean startsRow = true;
  private int rows;

  CopyRows add(@Nullable Object value) {
    if (!startsRow) {
      out.append('\t');
    }
    startsRow = false;
    switch (value) {
      case null -> out.append("\\N");
      case Instant time -> out.append(time);
      case byte[] octets -> out.append("\\\\x").append(HexFormat.of().formatHex(octets));
      case String text -> escape(text);
      default -> out.append(value);
    }
    return this;
  }

  void endRow() {
    out.append('\n');
    startsRow = true;
    rows++;
  }

  void into(Connection db, String tableAndColumns) throws SQLException {
    if (rows == 0) {
      return;
    }
    try {
      db.unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY " + tableAndColumns + " FROM STDIN", new ByteArrayInputStream(octets()));
    } catch (IOException e) {
      throw new SQLException("the connection failed while copying rows", "08006", e);
    }
  }

  /** All at once: written piece by piece, a character of two units could be cut in two. */
  private byte[] octets() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Nearly all are: appended at once, they cost a fraction. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private void escape(String text) {
    if (isPlain(text)) {
      out.append(text);
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        default -> out.append(c);
      }
    }
  }
}
