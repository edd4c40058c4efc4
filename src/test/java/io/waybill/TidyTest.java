package io.waybill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TidyTest {
  private static final int LINES_PER_FILE_MAX = 400;
  private static final Map<String, String> BANNED =
      Map.of(
          "Instant.now(",
          "take the instant as an argument",
          "System.out",
          "log, or return a value",
          "catch (Exception ",
          "catch what you can handle",
          "FIX" + "ME",
          "finish it");

  /** Shells that may do what is banned elsewhere: file name to banned text. */
  private static final Map<String, List<String>> ALLOWED =
      Map.of("Main.java", List.of("System.out"));

  @Test
  void sourcesAreTidy() throws IOException {
    List<String> problems = new ArrayList<>();
    try (var files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() > LINES_PER_FILE_MAX)
          problems.add(file + ": longer than " + LINES_PER_FILE_MAX);
        for (int i = 0; i < lines.size(); i++) {
          for (var ban : BANNED.entrySet()) {
            if (lines.get(i).contains(ban.getKey())
                && !ALLOWED
                    .getOrDefault(file.getFileName().toString(), List.of())
                    .contains(ban.getKey())) {
              problems.add(file + ":" + (i + 1) + ": " + ban.getKey() + ": " + ban.getValue());
            }
          }
        }
        if (!Files.exists(file.resolveSibling("package-info.java"))
            && !file.endsWith("module-info.java")) {
          problems.add(file.getParent() + ": no package-info.java");
        }
      }
    }
    assertThat(problems).isEmpty();
  }
}
