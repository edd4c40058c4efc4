package io.waybill.command;

import io.waybill.admin.Documents;
import io.waybill.settings.Declared;
import io.waybill.settings.Difference;
import io.waybill.settings.Kind;
import io.waybill.settings.Unusable;
import io.waybill.store.SetupAdmin.Applied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "apply",
    description =
        "Makes accounts, keys, carriers, links and routes what a file says; a running Waybill follows"
            + " within a second. Doing it twice is doing it once.",
    mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
  private static final int SIZE_MAX = 4 * 1024 * 1024;
  private static final int ALIASES_MAX = 50;
  private static final String PASSWORD_FILE = "password_file";

  @Mixin ConfigOption config = new ConfigOption();

  @Parameters(
      paramLabel = "FILE",
      description = "YAML with accounts, keys, carriers, links and routes by name")
  Path file = Path.of("");

  @Option(names = "--dry-run", description = "only say what would change")
  boolean dryRun;

  @Option(
      names = "--prune",
      description =
          "remove what the file does not name, of the kinds it speaks of; accounts and keys are"
              + " disabled")
  boolean prune;

  @Override
  public Integer call() {
    return config.with(admin -> {
      Declared declared = Documents.read(read(), config.contentDays());
      Applied applied = admin.as(ConfigOption.by("apply")).setup().apply(declared, prune, dryRun);
      List<Difference> differences = applied.differences();
      differences.stream().flatMap(d -> d.lines().stream()).forEach(Terminal::say);
      Terminal.say(
          differences.isEmpty()
              ? "nothing differs"
              : differences.size() + (dryRun ? " would change" : " changed"));
      applied
          .passwords()
          .forEach(
              (key, password) -> Terminal.say("new key " + key + " has the password " + password));
    });
  }

  private Map<?, ?> read() throws IOException, Unusable {
    if (!Files.isReadable(file) || Files.size(file) > SIZE_MAX) {
      throw new Unusable(List.of(file + " cannot be read, or is larger than 4 MiB."));
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setMaxAliasesForCollections(ALIASES_MAX)
            .setAllowDuplicateKeys(false)
            .build();
    Object tree;
    try {
      tree = new Load(settings).loadFromString(Files.readString(file));
    } catch (YamlEngineException e) {
      throw new Unusable(List.of(file + " is no YAML: " + e.getMessage()));
    }
    if (!(tree instanceof Map<?, ?> top)) {
      throw new Unusable(
          List.of(file + " must hold accounts, keys, carriers, links or routes, by name."));
    }
    Map<Object, Object> copy = new LinkedHashMap<>(top);
    for (Kind kind : Kind.values()) {
      if (kind.hasPassword() && top.get(kind.plural()) instanceof Map<?, ?> all) {
        copy.put(kind.plural(), withPasswords(all));
      }
    }
    return copy;
  }

  /** Passwords need not be in the file: they may be in files of their own, as seen from it. */
  private Map<Object, Object> withPasswords(Map<?, ?> all) throws IOException {
    Map<Object, Object> read = new LinkedHashMap<>();
    for (var one : all.entrySet()) {
      if (one.getValue() instanceof Map<?, ?> spec && spec.containsKey(PASSWORD_FILE)) {
        Map<Object, Object> rest = new LinkedHashMap<>(spec);
        Path secret =
            file.toAbsolutePath().resolveSibling(String.valueOf(rest.remove(PASSWORD_FILE)));
        rest.put("password", Files.readString(secret).strip());
        read.put(one.getKey(), rest);
      } else {
        read.put(one.getKey(), one.getValue());
      }
    }
    return read;
  }
}
