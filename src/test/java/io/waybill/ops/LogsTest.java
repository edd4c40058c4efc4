package io.waybill.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class LogsTest {
  private static final Logger LOG = LoggerFactory.getLogger("io.waybill.ops.LogsTest");
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ";

  @AfterEach
  void backToTheUsualLevel() {
    Logs.setUp(Level.INFO);
  }

  private static List<String> linesOf(Runnable action) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setErr(before);
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aLineHasTimeLevelLoggerAndMessage() {
    assertThat(linesOf(() -> LOG.info("link {} is bound, naïve", 7)))
        .singleElement()
        .asString()
        .matches(TIME + "INFO  io\\.waybill\\.ops\\.LogsTest - link 7 is bound, naïve");
  }

  @Test
  void aMessageCannotForgeALineOrMoveTheCursor() {
    assertThat(linesOf(() -> LOG.info("to {}", "x\r\n2026 ERROR\u001b[2J\u2028\u0085\u0000")))
        .singleElement()
        .asString()
        .endsWith("to x??2026 ERROR?[2J???");
  }

  @Test
  void aStackTraceIsIndentedSoThatItsMessageCannotForgeALine() {
    var failure = new IllegalStateException("boom\n2026-01-01T00:00:00.000Z INFO forged\u001b[2J");
    List<String> lines = linesOf(() -> LOG.warn("failed", failure));
    assertThat(lines.getFirst()).matches(TIME + "WARN .* - failed");
    assertThat(lines.subList(1, lines.size()))
        .allMatch(line -> line.startsWith("    "))
        .anyMatch(line -> line.contains("java.lang.IllegalStateException: boom"))
        .anyMatch(line -> line.contains("INFO forged?[2J"));
    assertThat(lines).filteredOn(line -> line.contains("IllegalStateException")).hasSize(1);
  }

  @Test
  void theLevelIsSet() {
    Logs.setUp(Level.WARN);
    assertThat(linesOf(() -> LOG.info("quiet"))).isEmpty();
    Logs.setUp(Level.DEBUG);
    assertThat(linesOf(() -> LOG.debug("talkative"))).hasSize(1);
  }

  @Test
  void noisyLibrariesMayOnlyWarn() {
    Logs.setUp(Level.DEBUG);
    for (String name : List.of("org.flywaydb.core", "org.apache.hc.client5", "io.helidon")) {
      Logger library = LoggerFactory.getLogger(name);
      assertThat(library.isInfoEnabled()).as(name).isFalse();
      assertThat(library.isWarnEnabled()).as(name).isTrue();
    }
  }

  @Test
  void thePoolLeavesItToUsToSayThatTheDatabaseIsAway() {
    Logs.setUp(Level.DEBUG);
    Logger pool = LoggerFactory.getLogger("com.zaxxer.hikari.pool");
    assertThat(pool.isWarnEnabled()).isFalse();
    assertThat(pool.isErrorEnabled()).isTrue();
  }

  @Test
  void javaUtilLoggingArrivesInTheSameLog() {
    Logs.setUp(Level.INFO);
    var logger = java.util.logging.Logger.getLogger("somebody.else");
    assertThat(linesOf(() -> logger.warning("over here")))
        .singleElement()
        .asString()
        .endsWith(" - over here");
  }
}
