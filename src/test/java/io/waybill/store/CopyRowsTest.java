package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyRowsTest {
  @Test
  void whateverIsCopiedIsReadBackAsItWasWhereverItStandsInAGroup() throws SQLException {
    List<String> texts =
        List.of(
            "tab\t, feed\n, return\r, back\\slash, \\N",
            "",
            "😀".repeat(40_000),
            "x" + "😀".repeat(40_000),
            "ünï€".repeat(30_000));
    try (Connection db =
            DriverManager.getConnection(
                TestPostgres.freshDatabase(), TestPostgres.user(), TestPostgres.password());
        Statement s = db.createStatement()) {
      s.execute("CREATE TEMP TABLE copied (n int, words text, at timestamptz, octets bytea)");
      CopyRows rows = new CopyRows();
      Instant at = Instant.parse("2026-11-22T10:00:00.123Z");
      for (int i = 0; i < texts.size(); i++) {
        rows.add(i).add(texts.get(i)).add(at).add(new byte[] {0, 1, -1}).endRow();
      }
      rows.into(db, "copied (n, words, at, octets)");
      List<String> read = new ArrayList<>();
      try (ResultSet r = s.executeQuery("SELECT words, at, octets FROM copied ORDER BY n")) {
        while (r.next()) {
          read.add(r.getString(1));
          assertThat(Row.instant(r, 2)).isEqualTo(at);
          assertThat(r.getBytes(3)).containsExactly(0, 1, -1);
        }
      }
      assertThat(read).isEqualTo(texts);
    }
  }
}
