package io.waybill.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.waybill.store.CallbackSecrets.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs in docs/callbacks.md say genuine to the vectors there, and to nothing else. */
class RecipesTest {
  private static final Path PAGE = Path.of("docs/callbacks.md");

  @TempDir private Path directory;
  private String page;

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(PAGE);
  }

  private String vector(String name) {
    Matcher row = Pattern.compile("\\| " + Pattern.quote(name) + " \\| `(.*)` \\|").matcher(page);
    assertThat(row.find()).as(name).isTrue();
    return row.group(1);
  }

  @Test
  void theVectorsAreWhatWeMake() {
    long time = Long.parseLong(vector("`webhook-timestamp`"));
    String id = vector("`webhook-id`");
    byte[] body = vector("body").getBytes(UTF_8);
    byte[] get = vector("path and query of a `GET`").getBytes(UTF_8);
    String secret = vector("secret");
    assertThat(Signatures.standard(secret, id, time, body))
        .isEqualTo(vector("`webhook-signature` of the body"));
    assertThat(Signatures.standard(vector("secret before it"), id, time, body))
        .isEqualTo(vector("the same with the secret before it"));
    assertThat(Signatures.standard(secret, id, time, get))
        .isEqualTo(vector("`webhook-signature` of them"));
    assertThat(Signatures.contract(vector("password"), body))
        .isEqualTo(vector("`X-Messente-Signature` of the body"));
    assertThat(Signatures.contract(vector("password"), get))
        .isEqualTo(vector("`X-Messente-Signature` of them"));
    assertThat(Secret.key(secret)).hasSize(32);
  }

  @ParameterizedTest
  @CsvSource({
    "java, Verify.java, java",
    "js, verify.js, node",
    "python, verify.py, python3",
    "sh, verify.sh, sh"
  })
  void theProgramsKnowTheGenuineFromTheForged(String language, String file, String program)
      throws IOException, InterruptedException {
    assumeTrue(isThere(program), program + " is not on this machine");
    Matcher code = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(code.find()).isTrue();
    Path source = Files.writeString(directory.resolve(file), code.group(1));
    String body = vector("body");
    String made = vector("`webhook-signature` of the body");
    String old = vector("the same with the secret before it");
    String contract = vector("`X-Messente-Signature` of the body");

    assertThat(run(program, source, made, contract, 100, body)).isEqualTo("genuine");
    assertThat(run(program, source, old + " " + made, contract, -100, body)).isEqualTo("genuine");
    assertThat(run(program, source, old, contract, 0, body)).isEqualTo("forged");
    assertThat(run(program, source, made, contract, 0, body + " ")).isEqualTo("forged");
    assertThat(run(program, source, made, contract, 301, body)).isEqualTo("forged");
    assertThat(run(program, source, made, "00" + contract.substring(2), 0, body))
        .isEqualTo("forged");
  }

  private static boolean isThere(String program) {
    if (program.equals("java")) {
      return true;
    }
    for (String folder : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))
          && (!program.equals("sh") || Files.isExecutable(Path.of("/usr/bin/openssl")))) {
        return true;
      }
    }
    return false;
  }

  private String run(
      String program, Path source, String header, String contract, long age, String content)
      throws IOException, InterruptedException {
    String time = vector("`webhook-timestamp`");
    List<String> command = new ArrayList<>();
    command.add(program.equals("java") ? System.getProperty("java.home") + "/bin/java" : program);
    command.add(source.toString());
    command.addAll(
        List.of(
            vector("secret"),
            vector("`webhook-id`"),
            time,
            header,
            vector("password"),
            contract,
            Long.toString(Long.parseLong(time) + age)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(content.getBytes(UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
