package io.waybill.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.waybill.settings.Unusable;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What may stand in a personality, and what is said about what may not.
class PersonalityTest {
  @Test
  void whatIsNotNamedIsUsual() throws Unusable {
    assertThat(Cast.read("", "nothing").of("way")).isEqualTo(Personality.USUAL);
    assertThat(Cast.read("{}", "nothing").of("way").outcomes().byLastDigits()).isTrue();
  }

  @Test
  void jsonIsReadToo() throws Unusable {
    Cast cast =
        Cast.read("{\"rate\": {\"per_second\": 5}, \"garbage\": {\"kinds\": [\"http\"]}}", "j");
    assertThat(cast.of("way").rate().perSecond()).isEqualTo(5);
    assertThat(cast.of("way").garbage().kinds()).containsExactly(Garbage.Kind.HTTP);
  }

  @Test
  void whatIsWrittenIsReadToTheSame() throws Unusable {
    for (String name : Cast.builtIns().keySet()) {
      Cast cast = Cast.builtIn(name);
      assertThat(Cast.read(cast.toYaml(), name)).as(name).isEqualTo(cast);
      assertThat(cast.of("way").about()).as(name).endsWith(".");
    }
  }

  @Test
  void oneMayBeLikeAnotherButForSomeThings() throws Unusable {
    Cast cast = Cast.read("like: throttling\nrate: {queue: 7}\nabout: mine\n", "mine.yaml");
    assertThat(cast.of("way").rate()).isEqualTo(new Pace(20, 7));
    assertThat(cast.of("way").about()).isEqualTo("mine");
  }

  @Test
  void systemIdsMayHavePersonalitiesOfTheirOwn() throws Unusable {
    Cast cast =
        Cast.read("like: slow\npersonalities: {tele: {like: hex}, mobi: {rate: {queue: 3}}}", "m");
    assertThat(cast.of("tele").ids().answer()).isEqualTo(IdStyle.Notation.UPPER_HEX);
    assertThat(cast.of("tele").answers()).isEqualTo(Personality.USUAL.answers());
    assertThat(cast.of("mobi").rate().queue()).isEqualTo(3);
    assertThat(cast.of("other")).isEqualTo(Cast.builtIn("slow").of("other"));
    assertThat(Cast.read(cast.toYaml(), "again")).isEqualTo(cast);
  }

  @Test
  void singleSettingsAreChangedAndMadeUsualAgain() throws Unusable {
    Cast cast =
        Cast.usual()
            .with(List.of("rate.per_second=5", "outcomes.percent={UNDELIV: 40, none: 10}"))
            .with(List.of("outcomes.percent.none=20", "personalities.tele.ids.answer=hex"));
    assertThat(cast.of("way").rate().perSecond()).isEqualTo(5);
    assertThat(cast.of("way").outcomes().shares())
        .containsExactly(new Fates.Share("UNDELIV", 1, 40), new Fates.Share("none", 0, 20));
    assertThat(cast.of("tele").ids().answer()).isEqualTo(IdStyle.Notation.HEX);
    assertThat(cast.with(List.of("rate.per_second=")).of("way").rate().perSecond()).isZero();
    assertThat(cast.with(List.of("like=hex", "rate.per_second=")).of("way").ids().answer())
        .isEqualTo(IdStyle.Notation.UPPER_HEX);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rates: {}|the personality: rates is not known: did you mean rate?",
        "rate: {per_secnd: 1}|rate.per_secnd is not known: did you mean per_second?",
        "rate: {per_second: -1}|rate.per_second must be a whole number from 0 to 100000, not '-1'.",
        "rate: 5|rate must be an object with fields.",
        "seed: x|seed must be a whole number from 0 to 2147483647, not 'x'.",
        "answers: {delay: soon}|answers.delay must be a time as 250ms, 50ms..2s or median 80ms p99 2s, at most 1h, not 'soon'.",
        "answers: {delay: 2h}|answers.delay must be a time",
        "receipts: {delay: 5s..1s}|receipts.delay must be a time",
        "receipts: {delay: median 5s p99 1s}|receipts.delay must be a time",
        "answers: {late_by: 0}|answers.late_by must be a time as 500ms, 10s, 5m or 1h, from 1 ms to 1h, not '0'.",
        "garbage: {every: 10ms}|garbage.every must be a time as 500ms, 10s, 5m or 1h, from 50 ms to 1h, not '10ms'.",
        "garbage: {kinds: soap}|garbage.kinds must be some of short_length, huge_length, unknown_command, random, truncated, http, tls, not 'soap'.",
        "answers: {never_percent: 101}|answers.never_percent must be a number from 0 to 100, not '101'.",
        "refusals: {ESME_RTHROTTELD: 1}|refusals has 'ESME_RTHROTTELD': a command_status as ESME_RTHROTTLED or 0x58 is needed.",
        "refusals: {ESME_ROK: 1}|refusals has 'ESME_ROK'",
        "refusals: {'0x58': 60, '0x14': 60}|refusals must be at most 100 together, not 120.0.",
        "outcomes: {percent: {DELIVRD: many}}|outcomes.percent.DELIVRD must be a number from 0 to 100, not 'many'.",
        "outcomes: {err: {DELIVRD: 1000}}|outcomes.err.DELIVRD must be a whole number from 0 to 999, not '1000'.",
        "ids: {answer: roman}|ids.answer must be one of",
        "ids: {answer: same}|ids.answer must be a notation; only receipt can be the same.",
        "format: {text: prose}|format.text must be one of standard, minimal, lower_case, other_order, spaced, equals, none, not 'prose'.",
        "connection: {refuse_binds_with: 0}|connection.refuse_binds_with must be a command_status",
        "like: nobody|no personality is named 'nobody': there are good, ordinary",
        "personalities: {'a b': {}}|personalities.a b must be a system_id of 1 to 15 characters with fields.",
        "personalities: {tele: {seed: x}}|the personality of tele: seed must be",
        "[1, 2]|mine.yaml must hold fields with values",
        "a: {|mine.yaml is no YAML",
        "{a: 1, a: 2}|mine.yaml is no YAML",
        "a: {b: {c: {d: {e: {f: {g: {h: 1}}}}}}}|mine.yaml is nested too deep."
      })
  void whatCannotBeIsSaid(String yaml, String problem) {
    assertThatThrownBy(() -> Cast.read(yaml, "mine.yaml"))
        .asInstanceOf(type(Unusable.class))
        .satisfies(e -> assertThat(e.problems()).anySatisfy(p -> assertThat(p).contains(problem)));
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(() -> Cast.read("seed: x\nrate: {queue: -1}\nspeed: 1", "mine.yaml"))
        .asInstanceOf(type(Unusable.class))
        .satisfies(e -> assertThat(e.problems()).hasSize(3));
  }

  @Test
  void whatIsTooLongOrNoSettingIsRefused() {
    assertThatThrownBy(() -> Cast.read("#".repeat(Document.SIZE_MAX + 1), "mine.yaml"))
        .hasMessage("mine.yaml must have at most 262144 characters.");
    for (String setting : List.of("rate", "=5", "")) {
      assertThatThrownBy(() -> Cast.usual().with(List.of(setting)))
          .hasMessageContaining("must have the form field=value");
    }
    assertThatThrownBy(() -> Cast.usual().with(List.of("rate.per_second=fast")))
        .hasMessageContaining("rate.per_second must be a whole number");
    StringBuilder many = new StringBuilder("personalities:\n");
    for (int i = 0; i <= Cast.OWN_MAX; i++) {
      many.append("  id").append(i).append(": {seed: 2}\n");
    }
    assertThatThrownBy(() -> Cast.read(many.toString(), "mine.yaml"))
        .hasMessage("personalities must hold at most 50 personalities by system_id.");
  }

  @Test
  void delaysKeepToTheirShape() {
    Delay range = Delay.parse("50ms..2s").orElseThrow();
    Delay curve = Delay.parse("median 80ms p99 2s").orElseThrow();
    int below = 0;
    int beyond = 0;
    for (int i = 0; i < 10_000; i++) {
      Dice dice = new Dice(1, i);
      Duration even = range.drawn(dice, Dice.Throw.RECEIPT_DELAY, Dice.Throw.RECEIPT_DELAY_TOO);
      assertThat(even).isBetween(Duration.ofMillis(50), Duration.ofSeconds(2));
      Duration drawn = curve.drawn(dice, Dice.Throw.RECEIPT_DELAY, Dice.Throw.RECEIPT_DELAY_TOO);
      assertThat(drawn).isBetween(Duration.ZERO, Delay.MAX);
      below += drawn.compareTo(Duration.ofMillis(80)) < 0 ? 1 : 0;
      beyond += drawn.compareTo(Duration.ofSeconds(2)) > 0 ? 1 : 0;
    }
    assertThat(below).isBetween(4_800, 5_200);
    assertThat(beyond).isBetween(60, 140);
    assertThat(Delay.parse("1.5s")).contains(Delay.of(Duration.ofMillis(1_500)));
  }

  @Test
  void sharesComeOutAsTheyWereSet() {
    Personality who = Play.cast("outcomes.percent={UNDELIV: 10, none: 20}").of("way");
    int undelivered = 0;
    int none = 0;
    for (int i = 0; i < 10_000; i++) {
      String stat = who.outcomes().choose(new Dice(7, i).roll(Dice.Throw.OUTCOME)).stat();
      undelivered += stat.equals("UNDELIV") ? 1 : 0;
      none += stat.equals("none") ? 1 : 0;
    }
    assertThat(undelivered).isBetween(900, 1_100);
    assertThat(none).isBetween(1_850, 2_150);
  }
}
