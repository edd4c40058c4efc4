package io.waybill.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The first minute with Waybill, in a process of its own: started, tried, killed, stopped. */
class DemoTest {
  private static final Duration DELIVERED = Duration.ofSeconds(20);
  private static final Pattern CURL = Pattern.compile("(?m)^curl (?:.*\\\\\\n)*.*$");

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void leaveNothingRunning() throws IOException {
    client.close();
    Path pid = directory.resolve("demo/postgres/data/postmaster.pid");
    if (Files.exists(pid)) {
      ProcessHandle.of(Long.parseLong(Files.readAllLines(pid).getFirst().strip()))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void aDemoKeepsKeyAndMessagesThroughStopsAndKills() throws IOException, InterruptedException {
    String id;
    JsonNode first;
    long postmaster;
    try (Child demo = start("first")) {
      first = written();
      assertThat(demo.said()).contains("callbacks to loopback and private addresses are allowed");
      id = pastedLinesWork(demo);
      Patience.within(DELIVERED, "delivered", () -> state(id).equals("delivered"));
      postmaster = postmaster();
      demo.kill();
      assertThat(ProcessHandle.of(postmaster)).as("PostgreSQL outlives us").isPresent();
    }
    try (Child demo = start("second")) {
      assertThat(demo.said()).contains("took over PostgreSQL, process " + postmaster);
      assertThat(postmaster()).as("adopted, not started anew").isEqualTo(postmaster);
      keyAndMessageAreStillThere(first, id);
      assertThat(demo.terminate()).isEqualTo(Child.TERMINATED);
      assertThat(demo.said()).contains("stopping", "stopped").doesNotContain("cleanly");
      assertThat(directory.resolve("demo/postgres/data/postmaster.pid")).doesNotExist();
      assertThat(hasEnded(postmaster)).isTrue();
    }
    try (Child demo = start("third")) {
      assertThat(demo.said()).doesNotContain("took over");
      keyAndMessageAreStillThere(first, id);
      assertThat(demo.terminate()).isEqualTo(Child.TERMINATED);
    }
  }

  @Test
  void serveStopsCleanlyOnSigterm() throws IOException, InterruptedException {
    Path file = TestServer.configure(directory);
    try (Child serve = Child.start(directory, "log", "serve", "--config", file.toString())) {
      serve.awaitSaid("serving on http://127.0.0.1:");
      assertThat(serve.terminate()).isEqualTo(Child.TERMINATED);
      assertThat(serve.said()).contains("stopping", "stopped").doesNotContain("cleanly", "WARN");
    }
  }

  private Child start(String name) throws IOException {
    Child demo =
        Child.start(
            directory,
            name,
            "demo",
            "--port",
            "0",
            "--no-traffic",
            "--data",
            directory.resolve("demo").toString());
    demo.awaitSaid("/api/v1/messages?limit=5");
    return demo;
  }

  private Path demoJson() {
    return directory.resolve("demo/demo.json");
  }

  private JsonNode read() throws IOException {
    return JsonMapper.shared().readTree(Files.readString(demoJson()));
  }

  private JsonNode written() throws IOException {
    JsonNode demo = read();
    assertThat(demo.propertyNames())
        .containsExactlyInAnyOrder(
            "base_url",
            "api_username",
            "api_password",
            "smpp_port",
            "dashboard_url",
            "dashboard_email",
            "dashboard_password");
    assertThat(demo.get("dashboard_url").stringValue())
        .isEqualTo(demo.get("base_url").stringValue() + "/");
    assertThat(demo.get("dashboard_email").stringValue()).isEqualTo("demo@example.com");
    assertThat(demo.get("dashboard_password").stringValue()).hasSize(32);
    assertThat(demo.get("base_url").stringValue()).matches("http://127\\.0\\.0\\.1:\\d+");
    assertThat(demo.get("api_password").stringValue()).hasSize(32);
    assertThat(demo.get("smpp_port").intValue()).isPositive();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(demoJson())))
        .isEqualTo("rw-------");
    return demo;
  }

  /** All lines that the demo prints do what they say; the id of the first message sent. */
  private String pastedLinesWork(Child demo) throws IOException, InterruptedException {
    List<String> lines = CURL.matcher(demo.said()).results().map(hit -> hit.group()).toList();
    assertThat(lines).hasSize(3);
    JsonNode sent = JsonMapper.shared().readTree(pasted(lines.get(0)));
    String id = sent.at("/messages/0/message_id").asString("");
    JsonNode list = JsonMapper.shared().readTree(pasted(lines.get(2)));
    assertThat(list.at("/messages/0/id").asString("")).isEqualTo(id);
    assertThat(list.get("messages")).as("no traffic but ours").hasSize(1);
    JsonNode chain = JsonMapper.shared().readTree(pasted(lines.get(1)));
    assertThat(chain.get("messages")).hasSize(3);
    String last = chain.at("/messages/2/message_id").asString("");
    Patience.within(DELIVERED, "refused", () -> state(last).equals("refused"));
    return id;
  }

  private String pasted(String line) throws IOException, InterruptedException {
    Process bash =
        new ProcessBuilder("bash", "-O", "failglob", "-c", line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as("%s: %s", line, said).isZero();
    return said;
  }

  private void keyAndMessageAreStillThere(JsonNode before, String id) throws IOException {
    for (String what : List.of("api_username", "api_password", "dashboard_password")) {
      assertThat(read().get(what)).as(what).isEqualTo(before.get(what));
    }
    assertThat(state(id)).isEqualTo("delivered");
  }

  private String state(String id) {
    try {
      JsonNode demo = read();
      String key =
          demo.get("api_username").stringValue() + ":" + demo.get("api_password").stringValue();
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(demo.get("base_url").stringValue() + "/api/v1/messages/" + id))
              .header(
                  "Authorization",
                  "Basic "
                      + Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)))
              .build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return JsonMapper.shared().readTree(response.body()).path("state").asString(response.body());
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** Gone, or dead and only not yet collected by whoever adopted it. */
  private static boolean hasEnded(long pid) throws IOException {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    return ProcessHandle.of(pid).isEmpty() || Files.readString(stat).contains(") Z ");
  }

  private long postmaster() throws IOException {
    Matcher pid =
        Pattern.compile("\\A\\s*(\\d+)")
            .matcher(Files.readString(directory.resolve("demo/postgres/data/postmaster.pid")));
    assertThat(pid.find()).isTrue();
    return Long.parseLong(pid.group(1));
  }
}
