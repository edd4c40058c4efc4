package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Entry;
import io.waybill.message.Entry.Report;
import io.waybill.message.Part;
import io.waybill.message.State;
import io.waybill.message.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is written into a row is read from it as it was. */
class CodecTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant AT = Instant.parse("2026-01-05T12:00:00.123Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ":",
        "::",
        "%",
        "%%",
        "%0A",
        "%250A",
        "a\tb",
        "a\nb",
        "\n",
        "\t",
        "%25",
        "%09\n%",
        "1234567890123456789012345",
        "é\u00FF🙂",
        "\\",
        "'\"",
        "-"
      })
  void oddCarrierIdsComeBack(String id) {
    List<Part> parts = List.of(new Part(1, Part.Phase.SENT, id, 42));
    assertThat(Codec.parts(Codec.parts(parts))).isEqualTo(parts);
  }

  @Test
  void partsComeBackWithAndWithoutAnId() {
    List<Part> parts = new ArrayList<>();
    for (Part.Phase phase : Part.Phase.values()) {
      int number = parts.size() + 1;
      parts.add(new Part(number, phase, number % 2 == 0 ? null : "id" + number, number * 1_000));
    }
    assertThat(Codec.parts(Codec.parts(parts))).isEqualTo(parts);
  }

  @Test
  void randomIdsComeBack() {
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      String id = random(random, "%\t\n025A9:ab\\".toCharArray(), 12);
      List<Part> parts =
          List.of(
              new Part(1, Part.Phase.SENT, id, 0),
              new Part(2, Part.Phase.WAITING, null, 0),
              new Part(3, Part.Phase.DELIVERED, id + id, 255));
      assertThat(Codec.parts(Codec.parts(parts))).isEqualTo(parts);
    }
  }

  @Test
  void reportsComeBack() {
    List<Report> reports = new ArrayList<>();
    for (Status status : Status.values()) {
      reports.add(
          new Report(
              reports.size() + 1, status, 999 - reports.size(), AT, reports.size() % 2 == 0));
    }
    assertThat(Codec.reports(Codec.reports(reports))).isEqualTo(reports);
    assertThat(Codec.reports(Codec.reports(List.of()))).isEmpty();
  }

  private static Entry entry(int seq, Report report, Map<String, Object> details) {
    return new Entry(seq, AT, "receipt", State.DELIVERED, report, details);
  }

  @Test
  void linesTellEverythingAsJson() {
    Report report = new Report(2, Status.DELIVRD, 0, AT, true);
    String lines =
        TimelineLines.of(
            List.of(entry(7, report, Map.of("part", 1, "late", true, "raw", "id:\"x\" \\ text:…"))),
            3);
    assertThat(lines).endsWith("\n").doesNotContain("\n\n");
    JsonNode line = JSON.readTree(TimelineLines.json(lines)).path(0);
    assertThat(line.path("seq").asInt()).isEqualTo(7);
    assertThat(line.path("at").asString()).isEqualTo("2026-01-05T12:00:00.123Z");
    assertThat(line.path("event").asString()).isEqualTo("receipt");
    assertThat(line.path("state_after").asString()).isEqualTo("delivered");
    assertThat(line.path("report").path("number").asInt()).isEqualTo(2);
    assertThat(line.path("report").path("status").asString()).isEqualTo("DELIVRD");
    assertThat(line.path("late").asBoolean()).isTrue();
    assertThat(line.path("part").asInt()).isEqualTo(1);
    assertThat(line.path("raw").asString()).isEqualTo("id:\"x\" \\ text:…");
    assertThat(line.path("rules").asInt()).isEqualTo(3);
  }

  @Test
  void anyTextStaysOnItsLineAndIsReadBackByJackson() {
    Random random = new Random(5);
    char[] alphabet = "a\"\\\n\r\t\0\u0001\u001F\u007F\u0085\u2028\uD83D\uDE42,}]{é".toCharArray();
    for (int i = 0; i < 5_000; i++) {
      String text = random(random, alphabet, 30);
      String lines =
          TimelineLines.of(
              List.of(
                  new Entry(1, AT, "accepted", State.QUEUED, null, Map.of("raw", text)),
                  new Entry(2, AT, "receipt", State.SENT, null, Map.of("raw", text + text))),
              1);
      assertThat(lines.lines()).hasSize(2);
      assertThat(lines).doesNotContain("\0");
      JsonNode array = JSON.readTree(TimelineLines.json(lines));
      assertThat(array).hasSize(2);
      assertThat(array.path(0).path("raw").asString()).isEqualTo(text);
      assertThat(array.path(1).path("raw").asString()).isEqualTo(text + text);
    }
  }

  @Test
  void appendedLinesAreOneArrayAndNoneIsAnEmptyOne() {
    String first =
        TimelineLines.of(List.of(entry(1, new Report(1, Status.ACK, 0, AT, false), Map.of())), 1);
    String second =
        TimelineLines.of(List.of(entry(2, new Report(2, Status.ACK, 0, AT, false), Map.of())), 1);
    assertThat(JSON.readTree(TimelineLines.json(first + second))).hasSize(2);
    assertThat(JSON.readTree(TimelineLines.json(""))).isEmpty();
  }

  @Test
  void linesOfEarlierVersionsAreReadBesideTheNewOnes() {
    String old = "{\"seq\":1,\"at\":\"2026-01-05T12:00:00Z\",\"event\":\"accepted\",\"rules\":1}\n";
    String lines =
        old
            + TimelineLines.of(
                List.of(new Entry(2, AT, "receipt", State.SENT, null, Map.of("part", 1))), 2);
    JsonNode array = JSON.readTree(TimelineLines.json(lines));
    assertThat(array.path(0).path("event").asString()).isEqualTo("accepted");
    assertThat(array.path(1).path("seq").asInt()).isEqualTo(2);
    assertThat(array.path(1).path("part").asInt()).isEqualTo(1);
    assertThat(array.path(1).has("report")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"told", "given_up", "will_retry"})
  void aTimelineIsFoundByWhatItsCallbacksCameTo(String outcome) {
    String fresh =
        TimelineLines.of(
            List.of(new Entry(1, AT, "callback", State.SENT, null, Map.of("outcome", outcome))), 2);
    String old = "{\"seq\":1,\"event\":\"callback\",\"outcome\":\"" + outcome + "\",\"rules\":1}\n";
    String other =
        TimelineLines.of(
            List.of(new Entry(1, AT, "receipt", State.SENT, null, Map.of("raw", outcome))), 2);
    for (TimelineLines.Likeness likeness :
        List.of(TimelineLines.withText("outcome", outcome), TimelineLines.withEvent("callback"))) {
      assertThat(isLike(fresh, likeness)).isTrue();
      assertThat(isLike(old, likeness)).isTrue();
      assertThat(isLike(old + fresh, likeness)).isTrue();
      assertThat(isLike(other, likeness)).isFalse();
    }
  }

  private static boolean isLike(String timeline, TimelineLines.Likeness likeness) {
    return Stream.of(likeness.line(), likeness.json())
        .anyMatch(like -> timeline.contains(like.substring(1, like.length() - 1)));
  }

  private static String random(Random random, char[] alphabet, int lengthMax) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(lengthMax); length > 0; length--) {
      text.append(alphabet[random.nextInt(alphabet.length)]);
    }
    return text.toString();
  }
}
