package io.waybill.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.simulator.Simulator;
import io.waybill.store.AdminStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts, keys and links by command, beside a server that runs and follows. */
class CliTest {
  /** What design.md, section 7, promises for every change of the stored configuration. */
  private static final Duration IN_FORCE = Duration.ofSeconds(2);

  @TempDir private static Path directory;
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException, SQLException, AdminStore.Refused {
    server = TestServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Runs a command line, its words separated by blanks, beside the running server. */
  private static Cli.Ran run(String line) {
    return with("", line);
  }

  private static Cli.Ran with(String input, String line) {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.add("--config");
    words.add(server.configuration().toString());
    return Cli.with(input, words.toArray(String[]::new));
  }

  private static Cli.Ran done(String line) {
    Cli.Ran ran = run(line);
    assertThat(ran.code()).as("%s: %s", line, ran.err()).isZero();
    return ran;
  }

  private static void refused(Cli.Ran ran, String why) {
    assertThat(ran.code()).as(ran.out()).isEqualTo(1);
    assertThat(ran.complaints())
        .singleElement()
        .asString()
        .contains(why)
        .doesNotContain("Exception", "ERROR");
  }

  private static int status(String who) {
    return server.call("GET", "/api/v1/messages", who, "").statusCode();
  }

  private static void comesTo(int status, String who) {
    Patience.within(IN_FORCE, who + " is answered " + status, () -> status(who) == status);
  }

  @Test
  void aNewKeyOpensARunningServer() {
    assertThat(done("account create acme").out()).matches("account acme has number \\d+\\R");
    refused(run("account create acme"), "there is an account named 'acme' already");
    assertThat(done("account list").out()).containsPattern("acme +\\d+ +enabled +30");
    List<String> shown = done("key create acme --sender Acme --autoconvert full").lines();
    assertThat(shown).hasSize(2);
    String username = shown.get(0).substring("api_username ".length());
    String password = shown.get(1).substring("api_password ".length());
    assertThat(password).hasSize(32);
    comesTo(200, username + ":" + password);
    assertThat(done("key list").out())
        .containsPattern(username + " +acme +enabled +Acme +full +\\d{4}-\\d\\d-\\d\\d")
        .doesNotContain(password);
    refused(run("key create nobody"), "no account is named nobody");
    refused(run("key create acme --username " + username), "already");
    refused(run("key create acme --autoconvert maybe"), "autoconvert");
    refused(run("account create big --content-days 100000"), "content_days");
  }

  @Test
  void anImportedKeyKeepsItsPassword() {
    refused(with("only-15-letters\n", "key import shop moved"), "at least 16 characters");
    refused(with("", "key import shop moved"), "at least 16 characters");
    assertThat(done("key list").out()).doesNotContain("moved");
    Cli.Ran ran = with("letters-16-times\n", "key import shop moved");
    assertThat(ran.out()).isEqualTo("key moved is imported\n");
    comesTo(200, "moved:letters-16-times");
    assertThat(done("key list").out()).contains("moved").doesNotContain("letters-16-times");
  }

  @Test
  void rotatingDisablingAndEnablingAreInForceAtOnce() {
    assertThat(with("first-password-0\n", "key import shop turning").code()).isZero();
    comesTo(200, "turning:first-password-0");
    String password = done("key rotate turning --overlap 0").lines().getLast().substring(13);
    comesTo(200, "turning:" + password);
    assertThat(status("turning:first-password-0")).isEqualTo(401);
    done("key disable turning");
    comesTo(401, "turning:" + password);
    done("key enable turning");
    comesTo(200, "turning:" + password);
    assertThat(status(TestServer.SHOP)).isEqualTo(200);
    refused(run("key disable nobody"), "no key is named nobody");
    refused(run("key rotate nobody"), "no key is named nobody");
  }

  @Test
  void aDisabledAccountShutsAllItsKeysOut() {
    done("account disable other");
    comesTo(401, TestServer.OTHER);
    assertThat(done("account list").out()).containsPattern("other +\\d+ +disabled");
    done("account enable other");
    comesTo(200, TestServer.OTHER);
    refused(run("account disable nobody"), "no account is named nobody");
  }

  @Test
  void anAccountsReplacementsAreAJsonObjectOfTexts() throws IOException {
    Path file = directory.resolve("replacements.json");
    Files.writeString(file, "{\"€\":\"EUR\"}");
    done("account replacements shop " + file);
    Files.writeString(file, "[1]");
    refused(run("account replacements shop " + file), "not a JSON object of texts");
    refused(run("account replacements shop " + file + ".gone"), "replacements.json.gone");
  }

  private static boolean isBound(String link) {
    return gauge(link, " 1.0");
  }

  private static boolean isThere(String link) {
    return gauge(link, "");
  }

  private static boolean gauge(String link, String value) {
    String metrics = server.call("GET", "/metrics", "", "").body();
    return metrics.contains("waybill_link_bound{link=\"" + link + "\"}" + value);
  }

  @Test
  void linksComeAndGoWhileOthersStay() throws IOException {
    Path password = directory.resolve("bind-password");
    Files.writeString(password, "bind-secret\n");
    Patience.within(Duration.ofSeconds(10), "the first link is bound", () -> isBound("first"));
    try (Simulator operator = SimulateCommand.start("127.0.0.1", 0, Duration.ofMillis(50))) {
      done(
          "link set second --host 127.0.0.1 --system-id us --window 7 --rate 50 --password-file "
              + password
              + " --port "
              + operator.port());
      Patience.within(IN_FORCE, "it is bound", () -> isBound("second"));
      assertThat(done("link list").out())
          .containsPattern("second +default +127.0.0.1:" + operator.port() + " +us +window 7 +50/s")
          .doesNotContain("bind-secret");
      done("link remove first");
      Patience.within(IN_FORCE, "it is gone", () -> !isThere("first"));
      assertThat(isBound("second")).isTrue();
      delivered();
      done("link set first --host 127.0.0.1 --system-id waybill --port " + server.smppPort());
      Patience.within(IN_FORCE, "it is back", () -> isBound("first"));
      done("link remove second");
      Patience.within(IN_FORCE, "it is gone", () -> !isThere("second"));
      assertThat(isBound("first")).isTrue();
      delivered();
    }
    refused(run("link remove second"), "no link is named second");
    refused(run("link set Second! --host a"), "name");
    refused(run("link set second --host a --port 70000"), "port");
    refused(run("link set second --host a --window 0"), "window");
    refused(run("link on-uncertain pray"), "on_uncertain");
    done("link on-uncertain resend");
  }

  @Test
  void aLinkToSomethingThatSpeaksNoSmppDisturbsNobody() {
    done("link set wrong --host 127.0.0.1 --port " + server.port());
    Patience.within(IN_FORCE, "it is tried", () -> isThere("wrong"));
    delivered();
    assertThat(isBound("wrong")).isFalse();
    assertThat(server.call("GET", "/health/ready", "", "").statusCode()).isEqualTo(200);
    done("link remove wrong");
  }

  private static void delivered() {
    String id = server.send("+37255555501");
    Patience.within(
        Duration.ofSeconds(10), "it is delivered", () -> server.state(id).equals("delivered"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"account list", "key list", "link list", "config check", "serve"})
  void aConfigurationWithFaultsIsRefusedByKeyAndLine(String line) throws IOException {
    Path file = directory.resolve("faulty.yaml");
    Files.writeString(file, "data: x\nhttp:\n  port: 99999\n  prot: 80\nledger:\n  writers: two\n");
    Cli.Ran ran = Cli.run((line + " --config " + file).split(" "));
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.complaints())
        .hasSize(3)
        .allMatch(l -> l.startsWith("waybill: " + file + ": line "));
    assertThat(ran.err())
        .contains("line 3: http.port: write a whole number from 0 to 65535, not \"99999\"")
        .containsPattern("line 4: http\\.prot: .*http\\.port")
        .contains("line 6: ledger.writers: ");
  }

  @Test
  void aGoodConfigurationIsToldSo() throws IOException {
    assertThat(done("config check").out()).isEqualTo("the configuration is good\n");
    Path printed = directory.resolve("printed.yaml");
    Files.writeString(printed, Cli.run("config", "print").out());
    assertThat(Cli.run("config", "check", "--config", printed.toString()).code()).isZero();
    refused(Cli.run("config", "check", "--config", printed + ".gone"), "printed.yaml.gone");
  }

  @Test
  void aKeyIsChangedInPlace() {
    assertThat(with("changing-password\n", "key import shop changing").code()).isZero();
    comesTo(200, "changing:changing-password");
    done("key set changing --scopes send");
    comesTo(403, "changing:changing-password");
    done("key set changing --scopes read,send --allow 192.0.2.0/24,2001:db8::/32");
    assertThat(done("key list").out())
        .containsPattern("changing .* send,read +192.0.2.0/24,2001:db8::/32 +never");
    done("key set changing --allow 127.0.0.1,::1");
    comesTo(200, "changing:changing-password");
    done("key set changing --allow 192.0.2.1");
    comesTo(403, "changing:changing-password");
    done("key set changing --allow 0.0.0.0/0 --rate 7 --expires 30d --strict-schema true");
    comesTo(200, "changing:changing-password");
    done("key set changing --sender Kohvik --dlr-url https://x.example/y --autoconvert off");
    assertThat(done("key list").out())
        .containsPattern("changing .* Kohvik +off .* 0.0.0.0/0 .* true +7 +https://x.example/y");
    List<String> words = List.of("key", "set", "changing", "--sender", "", "--dlr-url", "");
    List<String> line = new ArrayList<>(words);
    line.addAll(List.of("--rate", "default", "--expires", "never", "--config"));
    line.add(server.configuration().toString());
    assertThat(Cli.run(line.toArray(String[]::new)).code()).isZero();
    assertThat(done("key list").out()).containsPattern("changing .* - +off .* never .* default +-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--scopes write: --scopes: 'write' is not a scope: write some of send, read, admin",
        "--scopes ,: is not a scope",
        "--allow localhost: --allow: 'localhost' is not an address",
        "--allow 10.0.0.1/8: write 10.0.0.0/8 for the range",
        "--allow 10.0.0.0/8,,: '' is not an address",
        "--sender This-is-too-long: --sender: must be 3 to 15 digits",
        "--dlr-url ftp://x.example: --dlr-url: must begin with http",
        "--autoconvert maybe: --autoconvert: write on, full or off",
        "--strict-schema yes: --strict-schema: write true or false",
        "--expires tomorrow: --expires: write a date such as 2027-06-30",
        "--expires 2020-01-01: is over",
        "--rate many: --rate: write default, or a whole number from 0 to 100000",
        "--rate 100001: from 0 to 100000",
      })
  void aWrongSettingIsRefusedWithWhatToWrite(String optionAndProblem) {
    String[] halves = optionAndProblem.split(": ", 2);
    refused(run("key set shop " + halves[0]), halves[1]);
    refused(run("key create shop --username never-made " + halves[0]), halves[1]);
    assertThat(done("key list").out()).doesNotContain("never-made");
  }

  @Test
  void whatCannotBeChangedIsSaid() {
    refused(run("key set shop"), "say what to change");
    refused(run("key set nobody --rate 1"), "no key is named nobody");
    refused(run("key rotate shop --overlap 31d"), "up to 30d");
    refused(run("key rotate shop --overlap soon"), "--overlap: write 0, or a duration");
  }

  @Test
  void bothPasswordsOpenAKeyDuringTheOverlap() {
    assertThat(with("overlap-password-0\n", "key import shop overlapping").code()).isZero();
    comesTo(200, "overlapping:overlap-password-0");
    String password = done("key rotate overlapping --overlap 1h").lines().getLast().substring(13);
    comesTo(200, "overlapping:" + password);
    assertThat(status("overlapping:overlap-password-0")).isEqualTo(200);
    assertThat(done("key list").out())
        .containsPattern("overlapping .* 20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\dZ +false")
        .doesNotContain(password);
    String third = done("key rotate overlapping --overlap 0").lines().getLast().substring(13);
    comesTo(401, "overlapping:" + password);
    comesTo(200, "overlapping:" + third);
    comesTo(401, "overlapping:overlap-password-0");
  }
}
