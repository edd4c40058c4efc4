package io.waybill.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.command.Patience;
import io.waybill.command.TestServer;
import io.waybill.store.AdminStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The official Node client, from its package registry, unchanged: it sends, asks, cancels, and what
 * we tell its owner verifies with Node's own cryptography.
 */
class NodeClientTest {
  private static final Path SCRIPTS = Path.of("src/test/node");
  private static final Path HOME = Path.of("target/node-client");
  private static final String USERNAME = TestServer.SHOP.split(":", 2)[0];
  private static final String PASSWORD = TestServer.SHOP.split(":", 2)[1];
  private static final Duration INSTALL_MAX = Duration.ofMinutes(3);
  private static final Duration SCRIPT_MAX = Duration.ofMinutes(1);

  /** Installed once: the lock that was installed lies beside the packages. */
  @BeforeAll
  static void install() throws IOException, InterruptedException {
    Files.createDirectories(HOME);
    Path installed = HOME.resolve("installed.json");
    Path lock = SCRIPTS.resolve("package-lock.json");
    if (!Files.exists(installed) || Files.mismatch(installed, lock) >= 0) {
      copy("package.json");
      copy("package-lock.json");
      run(INSTALL_MAX, Map.of(), "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
      Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }
    copy("journey.js");
    copy("verify.js");
  }

  @Test
  void theOfficialClientSendsAsksAndCancelsAndItsCallbacksVerify(@TempDir Path directory)
      throws IOException,
          InterruptedException,
          SQLException,
          AdminStore.Refused,
          GeneralSecurityException {
    try (TestServer server = TestServer.start(directory);
        Receiver receiver = new Receiver()) {
      String printed =
          run(
              SCRIPT_MAX,
              Map.of(
                  "BASE_URL",
                  server.url() + "/v1",
                  "USERNAME",
                  USERNAME,
                  "PASSWORD",
                  PASSWORD,
                  "CALLBACK_URL",
                  receiver.url()),
              "node",
              "journey.js");
      JsonNode result = JsonMapper.shared().readTree(printed);
      refusals(result);
      callbacks(receiver, result.path("message_id").asString(), directory);
    }
  }

  private static void refusals(JsonNode result) {
    for (String unknown : List.of("unknown", "cancel_unknown", "cancel_again")) {
      assertThat(result.get(unknown))
          .as(unknown)
          .hasToString("{\"http\":404,\"code\":\"101\",\"title\":\"Not found\"}");
    }
    assertThat(result.get("wrong_password"))
        .hasToString("{\"http\":401,\"code\":\"103\",\"title\":\"Unauthorized\"}");
    assertThat(result.get("bad_number"))
        .hasToString("{\"http\":400,\"code\":\"105\",\"title\":\"Invalid data\"}");
  }

  private static void callbacks(Receiver receiver, String messageId, Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    Patience.within(
        Duration.ofSeconds(10), "two callbacks", () -> receiver.callbacks().size() >= 2);
    List<JsonNode> told =
        receiver.callbacks().stream().map(c -> JsonMapper.shared().readTree(c.body())).toList();
    assertThat(told.stream().map(t -> t.path("status").asString()))
        .containsExactly("ACK", "DELIVRD");
    assertThat(told).allMatch(t -> t.path("message_id").asString().equals(messageId));
    Path body = directory.resolve("body");
    for (Receiver.Came came : receiver.callbacks()) {
      assertThat(came.signature()).isEqualTo(hmac(came.body()));
      Files.write(body, came.body());
      assertThat(verify(body, came.signature())).isZero();
      byte[] forged = came.body().clone();
      forged[forged.length / 2] ^= 1;
      Files.write(body, forged);
      assertThat(verify(body, came.signature())).isEqualTo(1);
    }
  }

  private static int verify(Path body, String signature) throws IOException, InterruptedException {
    Process node =
        start(
            Map.of("PASSWORD", PASSWORD),
            "node",
            "verify.js",
            body.toAbsolutePath().toString(),
            signature);
    end(node, SCRIPT_MAX, "verify.js");
    return node.exitValue();
  }

  private static String hmac(byte[] body) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(PASSWORD.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body));
  }

  private static void copy(String name) throws IOException {
    Files.copy(SCRIPTS.resolve(name), HOME.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  /** What the program printed; it must end well and in time. */
  private static String run(Duration bound, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Process process = start(environment, command);
    String said = end(process, bound, command[0]);
    assertThat(process.exitValue()).as("%s said: %s", String.join(" ", command), said).isZero();
    return said;
  }

  private static Process start(Map<String, String> environment, String... command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(HOME.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder
        .environment()
        .put("npm_config_cache", HOME.resolve("cache").toAbsolutePath().toString());
    builder.environment().put("npm_config_update_notifier", "false");
    builder.environment().put("npm_config_loglevel", "error");
    try {
      return builder.start();
    } catch (IOException missing) {
      throw new IOException(
          command[0] + " is missing: install Node.js 18 or later with npm; ./waybill test does so",
          missing);
    }
  }

  private static String end(Process process, Duration bound, String name)
      throws IOException, InterruptedException {
    process.getOutputStream().close();
    try (Stream<String> lines = process.inputReader(StandardCharsets.UTF_8).lines()) {
      String said = String.join("\n", lines.toList());
      assertThat(process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS))
          .as("%s ends within %s", name, bound)
          .isTrue();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
