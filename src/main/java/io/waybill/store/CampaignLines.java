package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.store.Campaign.Line;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lines of a campaign on their way into the table, some thousand at a time; and read again. */
final class CampaignLines implements Consumer<Line> {
  private static final int COPIED_AT_ONCE = 5_000;

  private final Connection db;
  private final Vault vault;
  private final UUID id;
  private CopyRows rows = new CopyRows();
  private int waiting;

  CampaignLines(Connection db, Vault vault, UUID id) {
    this.db = db;
    this.vault = vault;
    this.id = id;
  }

  @Override
  public void accept(Line line) {
    String sealed =
        (line.ownText() == null ? "" : line.ownText())
            + "\u0000"
            + Objects.requireNonNull(line.number());
    rows.add(id).add(line.n());
    rows.add(line.why() == null ? Campaign.WAITING : Campaign.SKIPPED);
    rows.add(vault.seal(sealed)).add(line.why()).endRow();
    if (++waiting == COPIED_AT_ONCE) {
      try {
        flush();
      } catch (SQLException e) {
        throw new StoreFailure(e);
      }
    }
  }

  void flush() throws SQLException {
    rows.into(db, "campaign_line (campaign_id, n, state, sealed, why)");
    rows = new CopyRows();
    waiting = 0;
  }

  static @Nullable String unsealed(Vault vault, byte @Nullable [] sealed) {
    try {
      return sealed == null ? null : vault.unseal(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a campaign was sealed with another key file", e);
    }
  }

  /** Of n, sealed, why. */
  static Line line(Vault vault, ResultSet r) throws SQLException {
    String sealed = unsealed(vault, r.getBytes(2));
    int end = sealed == null ? -1 : sealed.lastIndexOf('\u0000');
    return new Line(
        r.getInt(1),
        sealed == null ? null : sealed.substring(end + 1),
        end > 0 && sealed != null ? sealed.substring(0, end) : null,
        r.getString(3));
  }
}
