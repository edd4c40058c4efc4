package io.waybill.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.settings.Unusable;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What docs/simulator.md says is so.
class SimulatorDocTest {
  private static final Path DOCUMENT = Path.of("docs/simulator.md");
  private static final Pattern FIELD =
      Pattern.compile("(?m)^\\| `([a-z_.]+)` \\| (`([^`]*)`)? ?\\|");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

  @Test
  void everyFieldIsThereWithItsTrueDefault() throws IOException, Unusable {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher row = FIELD.matcher(Files.readString(DOCUMENT));
    while (row.find()) {
      fields.put(row.group(1), row.group(3) == null ? "''" : row.group(3));
    }
    Set<String> personalities = Cast.builtIns().keySet();
    fields.keySet().removeAll(personalities);
    int known = 0;
    for (RecordComponent part : Personality.class.getRecordComponents()) {
      known += part.getType().isRecord() ? part.getType().getRecordComponents().length : 1;
    }
    assertThat(fields).hasSize(known);
    Cast plain = Cast.read("{}", "nothing");
    for (Map.Entry<String, String> field : fields.entrySet()) {
      assertThat(plain.with(List.of(field.getKey() + "=" + field.getValue())).of("way"))
          .as(field.toString())
          .isEqualTo(Personality.USUAL);
    }
  }

  @Test
  void everyPersonalityIsThereWithItsSentence() throws IOException {
    String document = Files.readString(DOCUMENT);
    Cast.builtIns()
        .forEach((name, about) -> {
          String sentence =
              about.substring(0, 1).toLowerCase(Locale.ROOT)
                  + about.substring(1, about.length() - 1);
          assertThat(document).contains("| `" + name + "` | " + sentence);
        });
  }

  @Test
  void theExampleCanBeUsed() throws IOException, Unusable {
    Matcher example = EXAMPLE.matcher(Files.readString(DOCUMENT));
    assertThat(example.find()).isTrue();
    Cast cast = Cast.read(example.group(1), "the example");
    assertThat(cast.of("way").rate()).isEqualTo(new Pace(5, 200));
    assertThat(cast.own().keySet()).containsExactlyInAnyOrder("tele", "mobi");
  }

  @Test
  void everyCounterIsNamed() throws IOException {
    try (var simulator = Play.of()) {
      String document = Files.readString(DOCUMENT);
      assertThat(simulator.counters().keySet())
          .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
    }
  }
}
