package io.waybill.command;

import io.waybill.settings.Unusable;
import io.waybill.simulator.Cast;
import io.waybill.simulator.ControlClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a running simulator can be told: the commands below {@code waybill simulate}. */
final class SimulateOrders {
  private static final long FILE_MAX = 256 * 1024;

  private SimulateOrders() {}

  @Command(
      name = "set",
      description = {
        "Changes how a running simulator behaves: a personality by name or file, then single"
            + " settings.",
        "For example: set flaky; set my.yaml rate.per_second=5; set receipts.delay=1s..5s"
      },
      mixinStandardHelpOptions = true)
  static final class Set extends SimulateTelling {
    @Parameters(
        paramLabel = "NAME|FILE|FIELD=VALUE",
        arity = "1..*",
        description = "an empty VALUE makes the field usual again")
    private List<String> given = new ArrayList<>();

    @Override
    List<String> tell(ControlClient simulator) throws Unusable, IOException {
      List<String> settings = new ArrayList<>(given);
      String first = settings.getFirst();
      if (first.contains("=") && !Files.exists(Path.of(first))) {
        return simulator.set("", "", settings);
      }
      settings.removeFirst();
      if (Cast.builtIns().containsKey(first)) {
        return simulator.set(Cast.builtIn(first).toYaml(), first, settings);
      }
      Path file = PersonalityOption.file(first);
      if (Files.size(file) > FILE_MAX) {
        throw new Unusable(List.of(file + " is larger than " + FILE_MAX + " octets."));
      }
      String text = Files.readString(file);
      return simulator.set(text.isBlank() ? "{}" : text, first, settings);
    }
  }

  @Command(
      name = "show",
      description = "Shows how a running simulator behaves now, as YAML.",
      mixinStandardHelpOptions = true)
  static final class Show extends SimulateTelling {
    @Override
    List<String> tell(ControlClient simulator) throws Unusable, IOException {
      return simulator.ask("show");
    }
  }

  @Command(
      name = "drop",
      description = "Closes all connections of a running simulator without a word.",
      mixinStandardHelpOptions = true)
  static final class Drop extends SimulateTelling {
    @Override
    List<String> tell(ControlClient simulator) throws Unusable, IOException {
      return simulator.ask("drop");
    }
  }

  @Command(
      name = "release",
      description = "Sends all receipts that a running simulator holds back, at once.",
      mixinStandardHelpOptions = true)
  static final class Release extends SimulateTelling {
    @Override
    List<String> tell(ControlClient simulator) throws Unusable, IOException {
      return simulator.ask("release");
    }
  }

  @Command(
      name = "counters",
      description = "Shows what a running simulator has counted since its start.",
      mixinStandardHelpOptions = true)
  static final class Count extends SimulateTelling {
    @Override
    List<String> tell(ControlClient simulator) throws Unusable, IOException {
      return simulator.ask("counters");
    }
  }

  @Command(
      name = "mo",
      description = "Sends a message from a handset to whoever is bound to a running simulator.",
      mixinStandardHelpOptions = true)
  static final class FromHandset extends SimulateTelling {
    @Parameters(index = "0", paramLabel = "FROM", description = "the handset's number")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "a number, short code or name")
    private String to = "";

    @Parameters(index = "2", paramLabel = "TEXT", description = "up to 2,000 characters")
    private String text = "";

    @Option(
        names = "--system-id",
        defaultValue = "",
        description = "who gets it; needed when several are bound")
    private String systemId = "";

    @Override
    List<String> tell(ControlClient simulator) throws Unusable, IOException {
      return simulator.bring(systemId, from, to, text);
    }
  }
}
