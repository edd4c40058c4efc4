package io.waybill.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.simulator.Options;
import io.waybill.simulator.Simulator;
import io.waybill.store.AdminStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Carriers, links and routes by command and by file, beside a server that runs and follows. */
class RoutingCliTest {
  private static final Duration IN_FORCE = Duration.ofSeconds(2);

  @TempDir private static Path directory;
  private static TestServer server;
  private static Simulator operator;

  @BeforeAll
  static void start() throws IOException, SQLException, AdminStore.Refused {
    server = TestServer.start(directory);
    operator = Simulator.start(Options.defaults().withLogin("us", "spare-secret"));
    Files.writeString(directory.resolve("spare.secret"), "spare-secret\n");
  }

  @AfterAll
  static void stop() {
    operator.close();
    server.close();
  }

  private static String done(String line) {
    return new Beside(server.configuration()).done(line);
  }

  private static String refused(String line) {
    return new Beside(server.configuration()).refused(line);
  }

  private static Path file(String yaml) throws IOException {
    Path file = directory.resolve("carriers.yaml");
    Files.writeString(file, yaml);
    return file;
  }

  @Test
  void aFileIsAppliedOnceAndTheSecondTimeNothingDiffers() throws IOException {
    Path file =
        file(
            """
            carriers:
              spare: {on_uncertain: hold}
            links:
              spare-1: {carrier: spare, host: 127.0.0.1, port: %d, system_id: us, password_file: spare.secret}
            routes:
              latvia: {prefix: "371", carrier: spare}
              rest: {carrier: default, priority: 200}
            """
                .formatted(operator.port()));
    long binds = operator.binds();

    assertThat(done("apply " + file + " --dry-run"))
        .contains("+ carrier spare", "+ link spare-1", "+ route latvia", "4 would change");
    assertThat(done("route list")).doesNotContain("latvia");

    assertThat(done("apply " + file)).contains("4 changed");
    Patience.within(IN_FORCE, "the new link binds", () -> operator.binds() > binds);
    assertThat(done("apply " + file)).contains("nothing differs");

    Files.writeString(file, Files.readString(file).replace("hold", "resend"));
    assertThat(done("apply " + file + " --dry-run"))
        .contains("~ carrier spare", "on_uncertain: hold -> resend", "1 would change");
    assertThat(done("changes"))
        .contains("create", "route latvia", "apply")
        .doesNotContain("spare-secret");

    String other = "routes:\n  rest: {carrier: default, priority: 200}\n";
    assertThat(done("apply " + file(other) + " --prune")).contains("- route latvia", "1 changed");
    assertThat(done("carrier list")).contains("spare", "default");
    done("route remove rest");
  }

  @Test
  void everyProblemOfAFileIsToldAndNothingOfItIsDone() throws IOException {
    Path file =
        file(
            """
            carriers: {good: {}}
            links: {bad: {window: 0}}
            route: {}
            """);

    assertThat(refused("apply " + file))
        .contains("route is not known", "link bad: window must be", "link bad: host is needed");
    assertThat(done("carrier list")).doesNotContain("good");
    assertThat(refused("apply " + file("links: ["))).contains("is no YAML");
    assertThat(refused("apply " + directory.resolve("none.yaml"))).contains("cannot be read");
    assertThat(refused("apply " + file("routes: {a: {carrier: nobody}}"))).contains("not allowed");
  }

  @Test
  void routesAndCarriersComeAndGoByCommand() {
    done("carrier create aside");
    assertThat(refused("carrier create aside")).contains("there is a carrier named aside already");
    done("route set aside-route --prefix 49 --country DE --carrier aside --weight 7");
    assertThat(done("route list")).containsPattern("aside-route +- +49 +DE +- +aside +100 +7");
    assertThat(refused("route set Bad! --carrier aside")).contains("name must be 1 to 40");
    assertThat(refused("route set ok --carrier aside --priority 9999")).contains("priority");
    assertThat(refused("route set ok --account nobody --carrier aside"))
        .contains("no account is named nobody");
    done("carrier pause aside");
    assertThat(done("carrier list")).containsPattern("aside +paused");
    done("carrier drain aside");
    done("carrier resume aside");
    assertThat(done("carrier list")).containsPattern("aside +open");
    assertThat(refused("carrier pause nobody")).contains("no carrier is named nobody");
    done("link pause first");
    assertThat(done("changes")).containsPattern("cli +change +link first");
    done("link drain first");
    done("link resume first");
    assertThat(refused("link pause nobody")).contains("no link is named nobody");
    done("route remove aside-route");
    assertThat(refused("route remove aside-route")).contains("no route is named aside-route");
  }
}
