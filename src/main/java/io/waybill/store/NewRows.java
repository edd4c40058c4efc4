package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.By;
import io.waybill.message.Decision;
import io.waybill.message.Effect;
import io.waybill.message.Lifecycle;
import io.waybill.message.Message;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brand-new rows, copied in: accepted messages with their content, ids on the air, kept answers.
 */
final class NewRows {
  private NewRows() {}

  private static final String LIVE =
      "live ("
          + Row.COLUMNS
          + ", recipient, due_at, deadline, recipient_hash, sealed_text, owner, timeline)";

  private static final String HISTORY = "history (" + Row.HISTORY + ", recipient_hash, timeline)";

  /** A message accepted in this group. */
  record Accepted(Ledger.NewMessage message, Decision decision) {}

  /** A carrier's id that from now on stands for a part. */
  record Aired(Envelope envelope, Effect.OnAir id, Instant at) {}

  /** What is final belongs to history at once. */
  static void messages(Connection db, List<Accepted> accepted, Vault vault, String owner)
      throws SQLException {
    CopyRows live = new CopyRows();
    CopyRows history = new CopyRows();
    CopyRows content = new CopyRows();
    for (Accepted a : accepted) {
      Envelope e = a.message().envelope();
      String text = a.message().text();
      boolean plain = e.textStore().equals("plaintext");
      long hash = vault.numberHash(digits(e.recipient()));
      Message m = a.decision().next();
      String timeline = TimelineLines.of(a.decision().entries(), Lifecycle.VERSION);
      if (m.state().isFinal()) {
        shared(history, a);
        history.add(LiveTable.masked(e.recipient())).add(hash).add(timeline).endRow();
      } else {
        shared(live, a);
        live.add(e.recipient()).add(m.dueAt()).add(m.deadline());
        live.add(hash).add(plain ? null : vault.seal(text)).add(owner).add(timeline).endRow();
      }
      content.add(e.purgeDay()).add(e.id()).add(e.recipient()).add(plain ? text : null);
      content.add(e.textStore().equals("sha256") ? vault.hmac(text) : null).endRow();
    }
    live.into(db, LIVE);
    history.into(db, HISTORY);
    content.into(db, "content (purge_day, id, recipient, body, body_hmac)");
  }

  private static void shared(CopyRows row, Accepted a) {
    Envelope e = a.message().envelope();
    Message m = a.decision().next();
    shared(
        row,
        e,
        m.version() == 1 ? m : m.telling(1, m.seq(), m.waiting(), m.tries()),
        e.acceptedAt(),
        a.message().acceptance().timeToSend());
  }

  /** The columns of {@link Row#COLUMNS}, in their order. */
  static void shared(
      CopyRows row, Envelope e, Message m, Instant changedAt, @Nullable Instant readyAt) {
    row.add(e.id()).add(e.accountId()).add(e.keyName()).add(e.carrier()).add(e.priority());
    row.add(e.sender()).add(e.country()).add(e.network()).add(e.reference()).add(e.dlrUrl());
    row.add(e.textStore()).add(e.purgeDay()).add(e.concatReference()).add(e.udh());
    row.add(e.acceptedAt()).add(m.validUntil()).add(m.finalBy()).add(m.version());
    row.add(m.state().name()).add(m.by() == By.CARRIER).add(m.err()).add(m.seq());
    row.add(Codec.parts(m.parts())).add(m.attempt()).add(m.risked()).add(m.link());
    row.add(m.wantsReports()).add(m.reports()).add(Codec.reports(m.waiting())).add(m.tries());
    row.add(m.lastReceipt()).add(m.lastReceiptCount()).add(changedAt);
    Envelope.Extras x = e.extras();
    row.add(e.channel()).add(e.format()).add(x.messageClass()).add(x.binary()).add(x.campaign());
    row.add(Codec.tags(x.tags())).add(x.partPrice()).add(m.hasNext()).add(readyAt);
  }

  static void onAir(Connection db, List<Aired> aired, Vault vault) throws SQLException {
    CopyRows rows = new CopyRows();
    for (Aired a : aired) {
      String digits = digits(a.envelope().recipient());
      String id = a.id().carrierId();
      rows.add(day(a.at())).add(a.envelope().carrier()).add(CarrierIds.form(id)).add(id);
      rows.add(a.envelope().id()).add(a.id().part()).add(vault.numberHash(digits));
      rows.add(vault.numberHash(Recipients.national(digits))).endRow();
    }
    rows.into(
        db,
        "on_air (day, carrier, id_form, carrier_id, message_id, part, recipient_hash,"
            + " national_hash)");
  }

  static void answers(Connection db, List<Ledger.Once> kept, Instant now) throws SQLException {
    CopyRows rows = new CopyRows();
    for (Ledger.Once once : kept) {
      rows.add(day(now)).add(once.scope()).add(once.key()).add(once.bodyHash());
      rows.add(once.status()).add(once.answer()).add(now).endRow();
    }
    rows.into(db, "idempotency (day, scope, key, body_hash, status, answer, made_at)");
  }

  static LocalDate day(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static String digits(String recipient) {
    return recipient.startsWith("+") ? recipient.substring(1) : recipient;
  }
}
