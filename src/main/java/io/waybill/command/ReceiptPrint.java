package io.waybill.command;

import io.waybill.receipt.Explanation;
import io.waybill.store.AdminStore.Line;
import io.waybill.store.ReceiptTrace;
import io.waybill.store.ReceiptTrace.Possible;
import io.waybill.store.ReceiptTrace.Trace;
import io.waybill.store.UnmatchedReceipts.One;
import java.sql.SQLException;
import java.util.List;

/** One unmatched receipt, for a person at a terminal. */
final class ReceiptPrint {
  private ReceiptPrint() {}

  static void show(One one, ReceiptTrace traces) throws SQLException {
    Trace trace = traces.trace(one.parked());
    var p = one.parked();
    Terminal.table(
        List.of(
            new Line(List.of("receipt", Long.toString(one.number()))),
            new Line(List.of("received", p.receivedAt().toString())),
            new Line(List.of("carrier, link", p.carrier() + ", " + p.link())),
            new Line(List.of("id", p.receipt().carrierId())),
            new Line(List.of("from", p.source())),
            new Line(List.of("stat", p.receipt().word().name())),
            new Line(List.of("as it came", p.receipt().raw())),
            new Line(List.of("standing", one.standing())),
            new Line(List.of("reason", p.reason().word() + ": " + p.why()))));
    Terminal.say("");
    Explanation.of(one, trace).forEach(Terminal::say);
    parts("Under this id:", trace.underThisId());
    parts("To this number, waiting for a receipt:", trace.near());
  }

  private static void parts(String title, List<Possible> parts) {
    if (parts.isEmpty()) {
      return;
    }
    Terminal.say("");
    Terminal.say(title);
    AccountCommand.table(
        List.of("MESSAGE", "PART", "ID", "SUBMITTED", "STATE", "TO", "SAME NUMBER", "SIMILAR ID"),
        parts.stream()
            .map(x ->
                new Line(
                    List.of(
                        x.message().toString(),
                        Integer.toString(x.part()),
                        x.carrierId() == null ? "-" : x.carrierId(),
                        x.submittedAt() == null ? "-" : x.submittedAt().toString(),
                        x.state(),
                        x.recipient(),
                        x.sameNumber() ? "yes" : "no",
                        x.resembles() ? "yes" : "no")))
            .toList());
  }
}
