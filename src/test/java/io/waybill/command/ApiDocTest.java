package io.waybill.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every command of docs/api.md does what stands there, and answers with the fields shown there. */
class ApiDocTest {
  private static final Pattern BLOCK = Pattern.compile("```(sh|json)\n(.*?)```", Pattern.DOTALL);

  private final Map<String, String> environment = new HashMap<>();

  private record Block(boolean isCommand, String text) {}

  private static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    Matcher found = BLOCK.matcher(Files.readString(Path.of("docs/api.md")));
    while (found.find()) {
      if (!found.group(2).startsWith("export ")) {
        blocks.add(new Block(found.group(1).equals("sh"), found.group(2)));
      }
    }
    return blocks;
  }

  private JsonNode run(String command) throws IOException, InterruptedException {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-c", command.replace("curl ", "curl -s --fail-with-body "))
            .redirectErrorStream(true);
    shell.environment().putAll(environment);
    Process process = shell.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s\n%s", command, said).isZero();
    return TestServer.json(said);
  }

  /** Names of the fields, each behind the one that it is in. */
  private static Set<String> names(String prefix, JsonNode node) {
    Set<String> names = new TreeSet<>();
    if (node.isObject()) {
      node.forEachEntry((name, value) -> {
        names.add(prefix + name);
        names.addAll(names(prefix + name + ".", value));
      });
    } else if (node.isArray() && !node.isEmpty()) {
      names.addAll(names(prefix, node.get(0)));
    }
    return names;
  }

  @Test
  void everyExampleWorks(@TempDir Path directory) throws Exception {
    try (TestServer server = TestServer.start(directory)) {
      server.price("EE", "0.07");
      Patience.within(
          Duration.ofSeconds(15),
          "the price is known",
          () ->
              server
                  .call(
                      "POST",
                      "/api/v1/preview",
                      TestServer.SHOP,
                      "{\"to\":\"+37255555501\",\"text\":\"a\"}")
                  .body()
                  .contains("\"0.07\""));
      environment.put("WAYBILL", "http://127.0.0.1:" + server.port());
      environment.put("KEY", TestServer.SHOP);
      String later =
          "{\"to\":\"+37255555501\",\"time_to_send\":\"%s\",\"messages\":[{\"text\":\"a\"}]}"
              .formatted(java.time.InstantSource.system().instant().plus(Duration.ofDays(1)));
      var scheduled = server.call("POST", "/v1/omnimessage", TestServer.SHOP, later);
      environment.put("LATER", TestServer.json(scheduled).get("omnimessage_id").stringValue());
      JsonNode last = TestServer.json("{}");
      int commands = 0;
      int compared = 0;
      for (Block block : blocks()) {
        boolean isReport =
            block.text.startsWith("{\"status\"") || block.text.startsWith("{\"errors\"");
        if (block.isCommand) {
          if (block.text.contains("/status")) {
            String status = "/v1/omnimessage/" + environment.get("ID") + "/status";
            Patience.within(
                Duration.ofSeconds(15),
                "it is delivered",
                () ->
                    TestServer.json(server.call("GET", status, TestServer.SHOP, ""))
                        .at("/statuses/0/status")
                        .asString("")
                        .equals("DELIVRD"));
          }
          last = run(block.text);
          commands++;
          String id = last.at("/messages/0/message_id").asString("");
          if (!id.isEmpty()) {
            environment.putIfAbsent("ID", id);
          }
        } else if (!isReport) {
          assertThat(names("", last)).isEqualTo(names("", TestServer.json(block.text)));
          compared++;
        }
      }
      assertThat(commands).isEqualTo(10);
      assertThat(compared).isEqualTo(4);
    }
  }
}
