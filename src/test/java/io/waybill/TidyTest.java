package io.waybill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house rules that a machine can check, over everything that is in the repository. */
class TidyTest {
  private static final int LINES_PER_FILE_MAX = 400;
  private static final Path MAIN = Path.of("src/main/java");

  private static final Path TEST = Path.of("src/test/java");

  /** A text that must not stand in a source, and what to do instead. */
  private record Ban(Path where, String text, String instead) {
    Ban(String text, String instead) {
      this(Path.of("src"), text, instead);
    }
  }

  // Each text is broken in two, or this file would be its own first problem.
  private static final List<Ban> BANS =
      List.of(
          new Ban("Instant.no" + "w(", "take the instant as an argument"),
          new Ban("System.ou" + "t", "log, or return a value"),
          new Ban("System.er" + "r", "log, or return a value"),
          new Ban("catch (Exceptio" + "n ", "catch what you can handle"),
          new Ban("catch (Throwabl" + "e ", "catch what you can handle"),
          new Ban("printStackTrac" + "e(", "log it with a sentence"),
          new Ban(TEST, "Thread.slee" + "p", "wait for a condition"),
          new Ban("FIX" + "ME", "finish it"),
          new Ban("TO" + "DO", "finish it"),
          new Ban("// XX" + "X", "finish it"),
          new Ban("@SuppressWarnings(\"all\"", "name the warning"));

  /** What one file may do, and why. */
  private record Allowance(String file, String text, String why) {}

  private static final List<Allowance> ALLOWED =
      List.of(
          new Allowance("Terminal.java", "System.ou" + "t", "it is the person's terminal"),
          new Allowance("Terminal.java", "System.er" + "r", "it is the person's terminal"),
          new Allowance("Cli.java", "System.ou" + "t", "it is the terminal of a test"),
          new Allowance("Cli.java", "System.er" + "r", "it is the terminal of a test"),
          new Allowance(
              "LogsTest.java", "System.er" + "r", "it looks at what the log writes there"),
          new Allowance(
              "ServeCommand.java", "catch (Exceptio" + "n ", "the end of the process: say why"),
          new Allowance("Rig.java", "catch (Exceptio" + "n ", "the others must still be closed"),
          new Allowance(
              "Server.java", "catch (Exceptio" + "n ", "the other parts must still be stopped"));

  /** Names that say nothing; each file is named by the word of the domain for what it is. */
  private static final Pattern EMPTY_NAME =
      Pattern.compile(".*(Manager|Utils?|Helper|Impl)\\.java");

  private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

  private static final Map<Pattern, String> NOWHERE =
      Map.of(
          Pattern.compile("(?<![\\w.~$}])/(work|home|root|Users|mnt)/[\\w.-]+"),
          "a path of one machine",
          Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"),
          "a private key",
          Pattern.compile("\\b(AKIA[0-9A-Z]{16}|ghp_\\w{36}|npm_\\w{36})\\b"),
          "a token of somebody's account");

  @Test
  void sourcesAreShortAndSayNothingBanned() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path file : sources()) {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() > LINES_PER_FILE_MAX) {
        problems.add(file + ": " + lines.size() + " lines, at most " + LINES_PER_FILE_MAX);
      }
      for (int i = 0; i < lines.size(); i++) {
        for (Ban ban : BANS) {
          if (file.startsWith(ban.where)
              && lines.get(i).contains(ban.text)
              && !isAllowed(file, ban)) {
            problems.add(file + ":" + (i + 1) + ": " + ban.text + ": " + ban.instead);
          }
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void whatIsAllowedIsStillNeeded() throws IOException {
    List<Path> all = sources();
    for (Allowance allowance : ALLOWED) {
      assertThat(all)
          .as("%s needs %s: %s", allowance.file, allowance.text, allowance.why)
          .anyMatch(file -> file.endsWith(allowance.file) && read(file).contains(allowance.text));
    }
  }

  @Test
  void everyPackageSaysWhatItIs() throws IOException {
    List<String> problems = new ArrayList<>();
    try (Stream<Path> files = Files.walk(MAIN)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        Path said = file.resolveSibling("package-info.java");
        if (!Files.exists(said)) {
          problems.add(file.getParent() + ": no package-info.java");
        } else if (!read(said).startsWith("///") || !read(said).contains("@NullMarked")) {
          problems.add(said + ": begins with a /// sentence and is @NullMarked");
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void namesAreTheDomainsWords() throws IOException {
    assertThat(sources()).noneMatch(f -> EMPTY_NAME.matcher(f.getFileName().toString()).matches());
  }

  @Test
  void everyLinkInADocumentLeadsSomewhere() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path document : repository(".md")) {
      Matcher link = LINK.matcher(withoutCode(read(document)));
      while (link.find()) {
        String[] target = link.group(1).split("#", 2);
        boolean outside = target[0].contains("://") || target[0].startsWith("mailto:");
        Path file = target[0].isEmpty() ? document : document.resolveSibling(target[0]).normalize();
        if (!outside && !Files.exists(file)) {
          problems.add(document + ": " + link.group(1) + " leads nowhere");
        } else if (!outside && target.length == 2 && !anchors(file).contains(target[1])) {
          problems.add(document + ": " + link.group(1) + ": no such heading");
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void everyPromiseIsProvedByATestThatIsThere() {
    List<String> proofs =
        Pattern.compile("`(\\w+)\\.(\\w+Test)`")
            .matcher(read(Path.of("docs/guarantees.md")))
            .results()
            .map(hit -> "io/waybill/" + hit.group(1) + "/" + hit.group(2) + ".java")
            .toList();
    assertThat(proofs).hasSizeGreaterThan(10).allMatch(name -> Files.exists(TEST.resolve(name)));
  }

  @Test
  void theOperatorsPageNamesEveryConfigurationKey() {
    assertNamed(
        "docs/operating.md", keys(io.waybill.ops.Config.commentedDefaults()), "configuration key");
  }

  @Test
  void theOperatorsPageNamesEveryMetric() throws IOException {
    Pattern metric = Pattern.compile("\"((?:waybill|jvm|process)_[a-z_]+)\"");
    Set<String> names = new TreeSet<>();
    for (Path file : sources()) {
      if (file.startsWith(MAIN)) {
        metric.matcher(read(file)).results().forEach(hit -> names.add(hit.group(1)));
      }
    }
    assertThat(names).hasSizeGreaterThan(20);
    assertNamed("docs/operating.md", names, "metric");
  }

  @Test
  void nothingHereBelongsToOneMachineOrOnePerson() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path file : repository("")) {
      if (file.toString().endsWith(".png")) {
        continue; // a picture of a page
      }
      String text = read(file);
      NOWHERE.forEach((pattern, what) ->
          pattern
              .matcher(text)
              .results()
              .forEach(hit -> problems.add(file + ": " + hit.group() + ": " + what)));
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void theLockOfNodePackagesNamesNoHost() throws IOException {
    for (Path lock : repository("package-lock.json")) {
      assertThat(read(lock)).as("%s", lock).doesNotContain("\"resolved\"");
    }
  }

  private static boolean isAllowed(Path file, Ban ban) {
    return ALLOWED.stream().anyMatch(a -> file.endsWith(a.file) && a.text.equals(ban.text));
  }

  private static void assertNamed(String page, Set<String> names, String what) {
    String text = read(Path.of(page));
    assertThat(names)
        .as("every %s stands in %s as `name`", what, page)
        .allMatch(name -> text.contains("`" + name + "`"));
  }

  /** The full names of the keys in the commented default file. */
  private static Set<String> keys(String defaults) {
    Set<String> keys = new TreeSet<>();
    String section = "";
    for (String line : defaults.split("\n", -1)) {
      Matcher head = Pattern.compile("([a-z_]+):").matcher(line);
      Matcher key = Pattern.compile("( *)#([a-z_]+):.*").matcher(line);
      if (head.matches()) {
        section = head.group(1) + ".";
      } else if (key.matches()) {
        keys.add((key.group(1).isEmpty() ? "" : section) + key.group(2));
      }
    }
    return keys;
  }

  private static Set<String> anchors(Path document) {
    Set<String> anchors = new TreeSet<>();
    for (String line : withoutCode(read(document)).split("\n", -1)) {
      if (line.startsWith("#")) {
        anchors.add(
            line.replaceFirst("^#+\\s*", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\w\\- ]", "")
                .replace(' ', '-'));
      }
    }
    return anchors;
  }

  private static String withoutCode(String markdown) {
    return markdown.replaceAll("(?ms)^```.*?^```", "").replaceAll("`[^`\n]*`", "");
  }

  private static List<Path> sources() throws IOException {
    return repository(".java");
  }

  /** Everything that is kept in the repository and is text, by the end of its name. */
  private static List<Path> repository(String ending) throws IOException {
    Set<String> left = Set.of("target", ".git", "node_modules", "waybill-demo", "waybill-data");
    List<Path> kept = new ArrayList<>();
    try (DirectoryStream<Path> top = Files.newDirectoryStream(Path.of(""))) {
      for (Path entry : top) {
        if (!left.contains(entry.toString())) {
          try (Stream<Path> files = Files.walk(entry)) {
            files
                .filter(f -> Files.isRegularFile(f) && f.toString().endsWith(ending))
                .forEach(kept::add);
          }
        }
      }
    }
    return kept;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(file + " is no text", unreadable);
    }
  }
}
