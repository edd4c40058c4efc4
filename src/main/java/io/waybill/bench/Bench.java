package io.waybill.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One run of one scenario, from an empty database to the report.
public final class Bench {
  private Bench() {}

  /// Runs it; what it has started is stopped when this returns or the process ends. Where that is
  /// by a signal, a temporary directory stays.
  ///
  /// @param data an empty or new directory that is kept; null: a temporary one, removed at the end
  /// @param say takes sentences about how far the run is
  /// @throws IOException if Waybill does not start or refuses what the scenario sets up
  public static Report run(
      Scenario scenario, Bounds bounds, @Nullable Path data, Consumer<String> say)
      throws IOException, InterruptedException {
    Path directory = data == null ? Files.createTempDirectory("waybill-bench") : made(data);
    try (Rig rig = new Rig(directory, say)) {
      Report report =
          switch (scenario) {
            case E2E, ACCEPT, BACKLOG, BURST -> new Flow(rig, scenario, bounds).run();
            case NEIGHBOURS -> new Neighbours(rig, bounds).run();
            case CHANGES -> new Changes(rig, bounds).run();
          };
      return report
          .put("cores", Runtime.getRuntime().availableProcessors())
          .put("java", Runtime.version().feature());
    } finally {
      if (data == null) {
        remove(directory, say);
      }
    }
  }

  private static Path made(Path data) throws IOException {
    Files.createDirectories(data);
    try (Stream<Path> inside = Files.list(data)) {
      if (inside.findAny().isPresent()) {
        throw new IOException(data + " is not empty: a run begins with an empty database.");
      }
    }
    return data.toAbsolutePath();
  }

  /// A run is not lost because its directory cannot be removed.
  private static void remove(Path directory, Consumer<String> say) {
    try (Stream<Path> inside = Files.walk(directory)) {
      for (Path one : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    } catch (IOException | UncheckedIOException e) {
      say.accept(directory + " stays, it could not be removed: " + e.getMessage());
    }
  }
}
