package io.waybill.report;

import io.waybill.message.ErrorDictionary.Meaning;
import io.waybill.message.Why;
import io.waybill.store.ExportReader.Line;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The columns of a file of messages. Carriers and links are the platform's, so they are not. */
final class MessageTable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

  private static final List<String> NAMES =
      List.of(
          "message_id",
          "accepted_at",
          "recipient",
          "sender",
          "channel",
          "status",
          "group",
          "status_at",
          "error",
          "cause",
          "country",
          "network",
          "parts",
          "price_eur",
          "reference",
          "campaign",
          "tags",
          "api_key");

  private final ZoneId zone;
  private final boolean withText;

  MessageTable(ZoneId zone, boolean withText) {
    this.zone = zone;
    this.withText = withText;
  }

  List<Cell> head() {
    List<Cell> head = new ArrayList<>(NAMES.stream().map(Cell::of).toList());
    if (withText) {
      head.add(Cell.of("text"));
    }
    return head;
  }

  List<Cell> row(Line line) {
    List<Cell> row = new ArrayList<>(NAMES.size() + 1);
    Meaning why = Why.of(line.state(), line.by(), line.err());
    row.add(Cell.of(line.id().toString()));
    row.add(time(line.acceptedAt()));
    row.add(Cell.of(line.recipient()));
    row.add(Cell.of(line.sender()));
    row.add(Cell.of(line.channel()));
    row.add(Cell.of(line.state().word()));
    row.add(Cell.of(line.state().group().name().toLowerCase(Locale.ROOT)));
    row.add(time(line.changedAt()));
    row.add(why == null ? Cell.NONE : Cell.of(line.err()));
    row.add(Cell.of(why == null ? null : why.cause()));
    row.add(Cell.of(line.country()));
    row.add(Cell.of(line.network()));
    row.add(Cell.of(line.parts()));
    row.add(line.price() == null ? Cell.NONE : new Cell.Amount(line.price()));
    row.add(Cell.of(line.reference()));
    row.add(Cell.of(line.campaign()));
    row.add(Cell.of(String.join(" ", line.tags())));
    row.add(Cell.of(line.key()));
    if (withText) {
      row.add(Cell.of(line.text()));
    }
    return row;
  }

  private Cell time(Instant at) {
    return new Cell.Text(TIME.format(at.atZone(zone)));
  }
}
