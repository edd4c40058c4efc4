package io.waybill.dashboard;

import io.waybill.http.Json;
import io.waybill.message.Entry.Report;
import io.waybill.message.State;
import io.waybill.price.PriceInfo;
import io.waybill.store.MessageReader.Found;
import io.waybill.text.Alphabet;
import io.waybill.text.Splitter;
import io.waybill.webhook.Retelling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Everything about one message, as its page and the drawer show it.
 *
 * @param line what lists show of it
 * @param others the other messages of the same omnimessage, in the order of the chain
 * @param events its timeline, oldest first
 * @param failed numbers of the reports that were not told and will not be by themselves
 * @param isTold whether all reports were told, or given up
 * @param curl a command that asks for it by the API
 * @param notice what has just been done; null: nothing
 */
public record MessageView(
    MessageLine line,
    List<MessageLine> others,
    List<TimelineEvent> events,
    List<Integer> failed,
    boolean isTold,
    boolean maySend,
    boolean isOperator,
    String curl,
    @Nullable String notice) {

  static MessageView of(List<Found> chain, Found found, Visit visit, @Nullable String notice) {
    boolean isOperator = Need.OPERATOR.isMetBy(visit.person().role());
    boolean maySend = Need.SENDER.isMetBy(visit.person().role());
    JsonNode timeline = Json.trusted(found.timeline() == null ? "[]" : found.timeline());
    List<TimelineEvent> events = new ArrayList<>();
    Instant before = null;
    Set<Integer> told = new HashSet<>();
    Set<Integer> lost = new HashSet<>();
    for (JsonNode entry : timeline) {
      TimelineEvent event = TimelineEvent.of(entry, before, visit.times(), isOperator, maySend);
      events.add(event);
      before = event.at();
      int number = entry.path("report_number").asInt();
      switch (entry.path("outcome").asString("")) {
        case "told" -> told.add(number);
        case "given_up" -> lost.add(number);
        default -> {}
      }
    }
    lost.removeAll(told);
    List<Report> reports = Retelling.reports(found);
    found.message().waiting().forEach(waiting -> lost.remove(waiting.number()));
    boolean isTold =
        found.envelope().dlrUrl() == null
            || reports.stream()
                .allMatch(r -> told.contains(r.number()) || lost.contains(r.number()));
    String id = found.envelope().id().toString();
    return new MessageView(
        new MessageLine(found),
        chain.stream().filter(other -> !other.equals(found)).map(MessageLine::new).toList(),
        events,
        lost.stream().sorted().toList(),
        isTold,
        maySend,
        isOperator,
        "curl -u \"$WAYBILL_KEY\" " + visit.link("/api/v1/messages/" + id),
        notice);
  }

  /** The message as stored. */
  public Found found() {
    return line.found();
  }

  /** Whether nothing more is expected: no reason to look on. */
  public boolean isSettled() {
    return line.isFinal() && isTold;
  }

  /** Whether it is wholly here still. */
  public boolean mayCancel() {
    State state = found().message().state();
    return maySend && (state == State.QUEUED || state == State.SCHEDULED || state == State.PLANNED);
  }

  /** How the text is encoded, and how many parts that makes. */
  public String encoding() {
    int parts = found().parts();
    String count = parts == 1 ? "1 part" : parts + " parts";
    String text = found().text();
    return text == null
            || found().envelope().extras().binary()
            || !found().envelope().channel().equals("sms")
        ? count
        : count + ", " + alphabet(text);
  }

  private static String alphabet(String text) {
    return Splitter.split(text, 0).alphabet() == Alphabet.GSM7 ? "GSM 7-bit" : "UCS-2";
  }

  /** What it costs; empty where no price is set, or nothing is due. */
  public String price() {
    PriceInfo price =
        PriceInfo.of(
            found().envelope().extras().partPrice(),
            found().parts(),
            found().message().state().status(),
            found().message().err());
    return price == null ? "" : price.total() + " € (" + price.part() + " € each part)";
  }

  /** How long it took to become final; empty until then. */
  public String took() {
    return line.isFinal()
        ? TimelineEvent.length(Duration.between(line.at(), found().changedAt()))
        : "";
  }

  /** How far each part has come. */
  public List<String> parts() {
    return found().message().parts().stream()
        .map(part ->
            "Part %d: %s%s%s"
                .formatted(
                    part.number(),
                    part.phase().name().toLowerCase(Locale.ROOT),
                    part.carrierId() == null ? "" : ", carrier's id " + part.carrierId(),
                    part.code() == 0 ? "" : ", code " + part.code()))
        .toList();
  }
}
