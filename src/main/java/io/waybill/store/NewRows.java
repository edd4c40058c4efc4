package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.By;
import io.waybill.message.Decision;
import io.waybill.message.Effect;
import io.waybill.message.Lifecycle;
import io.waybill.message.Message;
import java.sql.Connection;
import java.sql.PreparedStatement;
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

  /** COPY takes longer to begin: it pays for wide rows only. */
  private static final String ON_AIR =
      """
      INSERT INTO on_air (day, carrier, id_form, carrier_id, message_id, part, recipient_hash,
        national_hash)
      SELECT u.day::date, u.carrier, u.form, u.id, u.message, u.part, u.recipient, u.nation
      FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::int[], ?::bigint[],
        ?::bigint[]) AS u(day, carrier, form, id, message, part, recipient, nation)
      """;

  private static final String CONTENT =
      """
      INSERT INTO content (purge_day, id, recipient, body, body_hmac)
      SELECT u.day::date, u.id, u.recipient, u.body, u.hmac
      FROM unnest(?::text[], ?::uuid[], ?::text[], ?::text[], ?::bytea[])
        AS u(day, id, recipient, body, hmac)
      """;

  /** A message accepted in this group. */
  record Accepted(Ledger.NewMessage message, Decision decision) {}

  /** A carrier's id that from now on stands for a part. */
  record Aired(Envelope envelope, Effect.OnAir id, Instant at) {}

  /** What is final belongs to history at once. */
  static void messages(Connection db, List<Accepted> accepted, Vault vault, String owner)
      throws SQLException {
    CopyRows live = new CopyRows();
    CopyRows history = new CopyRows();
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
    }
    live.into(db, LIVE);
    history.into(db, HISTORY);
    content(db, accepted, vault);
  }

  private static void content(Connection db, List<Accepted> accepted, Vault vault)
      throws SQLException {
    try (PreparedStatement s = db.prepareStatement(CONTENT)) {
      Arrays a = new Arrays(db, s);
      a.texts(1, accepted, r -> envelope(r).purgeDay().toString());
      a.uuids(2, accepted, r -> envelope(r).id());
      a.texts(3, accepted, r -> envelope(r).recipient());
      a.texts(4, accepted, r -> envelope(r).textStore().equals("plaintext") ? text(r) : null);
      a.octets(
          5, accepted, r -> envelope(r).textStore().equals("sha256") ? vault.hmac(text(r)) : null);
      s.executeUpdate();
    }
  }

  private static Envelope envelope(Accepted a) {
    return a.message().envelope();
  }

  private static String text(Accepted a) {
    return a.message().text();
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
    if (aired.isEmpty()) {
      return;
    }
    try (PreparedStatement s = db.prepareStatement(ON_AIR)) {
      Arrays a = new Arrays(db, s);
      a.texts(1, aired, r -> day(r.at()).toString());
      a.texts(2, aired, r -> r.envelope().carrier());
      a.texts(3, aired, r -> CarrierIds.form(r.id().carrierId()));
      a.texts(4, aired, r -> r.id().carrierId());
      a.uuids(5, aired, r -> r.envelope().id());
      a.ints(6, aired, r -> r.id().part());
      a.longs(7, aired, r -> vault.numberHash(digits(r.envelope().recipient())));
      a.longs(8, aired, r -> vault.numberHash(national(r.envelope().recipient())));
      s.executeUpdate();
    }
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

  private static String national(String recipient) {
    return Recipients.national(digits(recipient));
  }

  private static String digits(String recipient) {
    return recipient.startsWith("+") ? recipient.substring(1) : recipient;
  }
}
