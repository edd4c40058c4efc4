package io.waybill.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Help is everywhere. */
class HelpTest {
  /** Every command there is, from the program itself down. */
  static Stream<CommandLine> commands() {
    List<CommandLine> all = new ArrayList<>();
    all.add(new CommandLine(new WaybillCommand()));
    for (int i = 0; i < all.size(); i++) {
      all.addAll(all.get(i).getSubcommands().values());
    }
    return all.stream();
  }

  private static List<String> path(CommandLine command) {
    List<String> path = new ArrayList<>();
    for (CommandLine c = command; c.getParent() != null; c = c.getParent()) {
      path.addFirst(c.getCommandName());
    }
    return path;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItself(CommandLine command) {
    List<String> words = path(command);
    words.add("--help");
    Cli.Ran ran = Cli.run(words.toArray(String[]::new));
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    String name = command.getCommandSpec().qualifiedName();
    assertThat(ran.out()).startsWith("Usage: " + name).contains("-h, --help");
    assertThat(command.getCommandSpec().usageMessage().description()).as(name).isNotEmpty();
    command
        .getCommandSpec()
        .options()
        .forEach(o -> assertThat(o.description()).as(name + " " + o.longestName()).isNotEmpty());
    command
        .getCommandSpec()
        .positionalParameters()
        .forEach(p -> assertThat(p.description()).as(name + " " + p.paramLabel()).isNotEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "account", "key", "link", "channel", "price", "config"})
  void aCommandLeftOutIsAskedFor(String line) {
    Cli.Ran ran = line.isEmpty() ? Cli.run() : Cli.run(line);
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("say which COMMAND", "Usage: waybill", "Commands:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acount",
        "key make",
        "demo --prot 1",
        "simulate --port x",
        "link set",
        "serve now"
      })
  void whatIsNotUnderstoodIsNamed(String line) {
    Cli.Ran ran = Cli.run(line.split(" "));
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .containsPattern("Usage: waybill|Did you mean: waybill account")
        .doesNotContain("Exception");
  }

  @Test
  void theVersionIsTold() {
    assertThat(Cli.run("--version").out()).startsWith("Waybill ");
  }
}
