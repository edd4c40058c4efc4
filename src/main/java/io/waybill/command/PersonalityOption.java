package io.waybill.command;

import io.waybill.ops.NearestName;
import io.waybill.settings.Unusable;
import io.waybill.simulator.Cast;
import io.waybill.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --personality}: a built-in name, or a file that is followed. */
final class PersonalityOption {
  @Option(
      names = "--personality",
      paramLabel = "NAME|FILE",
      description =
          "how the simulated operator behaves: a name of 'simulate --list', or a YAML file that is"
              + " followed when it changes; default: good")
  @Nullable String nameOrFile;

  /**
   * Lets the operator behave so from now on.
   *
   * @param settings laid over it, see {@link Cast#with}
   */
  void play(Simulator simulator, List<String> settings) throws IOException, Unusable {
    String given = nameOrFile == null ? "good" : nameOrFile;
    if (Cast.builtIns().containsKey(given)) {
      simulator.play(Cast.builtIn(given).with(settings));
    } else {
      simulator.follow(file(given), settings);
    }
  }

  /** The file, if what somebody wrote is one. */
  static Path file(String given) throws Unusable {
    Path file = Path.of(given);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      Set<String> names = Cast.builtIns().keySet();
      throw new Unusable(
          List.of(
              "'%s' is neither a file that can be read nor a personality: did you mean %s? There are %s."
                  .formatted(given, NearestName.of(given, names), String.join(", ", names))));
    }
    return file;
  }
}
