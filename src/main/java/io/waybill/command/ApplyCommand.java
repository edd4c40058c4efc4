package io.waybill.command;

import io.waybill.routing.Declared;
import io.waybill.settings.Difference;
import io.waybill.settings.Unusable;
import io.waybill.store.Audit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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
        "Makes carriers, links and routes what a file says; a running Waybill follows within a"
            + " second. Doing it twice is doing it once.",
    mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
  private static final int SIZE_MAX = 4 * 1024 * 1024;
  private static final int ALIASES_MAX = 50;
  private static final String PASSWORD_FILE = "password_file";

  @Mixin ConfigOption config = new ConfigOption();

  @Parameters(paramLabel = "FILE", description = "YAML with carriers, links and routes by name")
  Path file = Path.of("");

  @Option(names = "--dry-run", description = "only say what would change")
  boolean dryRun;

  @Option(
      names = "--prune",
      description = "remove what the file does not name, of the kinds it speaks of")
  boolean prune;

  /** Who calls a command, for the audit log. */
  static Audit.By by(String via) {
    String user = System.getProperty("user.name", "");
    return new Audit.By(user.isBlank() ? "?" : user.substring(0, Math.min(user.length(), 99)), via);
  }

  @Override
  public Integer call() {
    return config.with(admin -> {
      Map<String, String> passwords = new HashMap<>();
      Declared declared = Declared.read(read(passwords));
      List<Difference> differences =
          admin.carriers(by("apply")).apply(declared, passwords, prune, dryRun);
      differences.stream().flatMap(d -> d.lines().stream()).forEach(Terminal::say);
      Terminal.say(
          differences.isEmpty()
              ? "nothing differs"
              : differences.size() + (dryRun ? " would change" : " changed"));
    });
  }

  private Map<?, ?> read(Map<String, String> passwords) throws IOException, Unusable {
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
      throw new Unusable(List.of(file + " must hold carriers, links or routes, by name."));
    }
    Map<Object, Object> copy = new LinkedHashMap<>(top);
    if (top.get("links") instanceof Map<?, ?> links) {
      copy.put("links", withoutPasswords(links, passwords));
    }
    return copy;
  }

  /** Passwords are not in the file, but in files of their own, as seen from it. */
  private Map<Object, Object> withoutPasswords(Map<?, ?> links, Map<String, String> passwords)
      throws IOException {
    Map<Object, Object> clean = new LinkedHashMap<>();
    for (var link : links.entrySet()) {
      if (link.getValue() instanceof Map<?, ?> spec && spec.containsKey(PASSWORD_FILE)) {
        Map<Object, Object> rest = new LinkedHashMap<>(spec);
        Path secret =
            file.toAbsolutePath().resolveSibling(String.valueOf(rest.remove(PASSWORD_FILE)));
        passwords.put(String.valueOf(link.getKey()), Files.readString(secret).strip());
        clean.put(link.getKey(), rest);
      } else {
        clean.put(link.getKey(), link.getValue());
      }
    }
    return clean;
  }
}
