package io.waybill.command;

import io.waybill.account.KeySettings;
import io.waybill.account.Passwords;
import io.waybill.account.Rights;
import io.waybill.account.Vault;
import io.waybill.ops.Config;
import io.waybill.ops.Logs;
import io.waybill.routing.LinkSpec;
import io.waybill.settings.Unusable;
import io.waybill.simulator.Simulator;
import io.waybill.store.AdminStore;
import io.waybill.store.ConfigStore.LinkRow;
import io.waybill.store.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "demo",
    description =
        "Runs everything on this machine: Waybill, its database and a simulated operator.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final String USERNAME = "demo";
  private static final Duration RECEIPT_DELAY = Duration.ofMillis(500);
  private static final JsonMapper JSON = new JsonMapper();

  @Option(names = "--port", defaultValue = "8080", description = "of HTTP (${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--data",
      defaultValue = "waybill-demo",
      description = "directory that keeps everything (${DEFAULT-VALUE})")
  private Path data = Path.of("waybill-demo");

  @Option(names = "--no-traffic", description = "send no sample messages")
  private boolean noTraffic;

  @Mixin private PersonalityOption personality = new PersonalityOption();

  @Override
  public Integer call() {
    Logs.setUp(org.slf4j.event.Level.INFO);
    io.waybill.ops.Essential.watchAll();
    try {
      Files.createDirectories(data);
      Config config = config();
      Simulator simulator = SimulateCommand.start("127.0.0.1", 0, personality, List.of());
      DemoChannels channels = DemoChannels.start(RECEIPT_DELAY);
      Postgres postgres = Postgres.start(config, Clock.systemUTC());
      LogIns logIns = prepare(postgres, config, simulator.port(), channels);
      String password = logIns.api;
      Server server = Server.start(config, postgres);
      String url = "http://127.0.0.1:" + server.port();
      channels.reportTo(url);
      SampleTraffic traffic = new SampleTraffic(url, USERNAME, password);
      CountDownLatch told =
          ServeCommand.onStop(() -> {
            traffic.close();
            server.close();
            channels.close();
            simulator.close();
          });
      write(url, logIns, simulator.port());
      tell(url, logIns, simulator.port());
      if (!noTraffic) {
        traffic.start();
      }
      ServeCommand.await(told);
      return 0;
    } catch (SQLException | IOException | AdminStore.Refused | Unusable | StartFailure e) {
      Terminal.error("cannot start: " + e.getMessage());
      return ConfigOption.CANNOT;
    }
  }

  private Config config() throws IOException {
    String yaml =
        """
        data: %s
        http.port: %d
        callbacks.allow_private_addresses: true
        dashboard.enforce_totp: false
        """
            .formatted(JSON.writeValueAsString(data.toAbsolutePath().toString()), port);
    return switch (Config.parse(yaml)) {
      case Config.Loaded.Good(var good) -> good;
      case Config.Loaded.Bad(var faults) -> throw new IOException(faults.getFirst().toString());
    };
  }

  /** The passwords of the key and of the owner. */
  private record LogIns(String api, String dashboard) {
    @Override
    public String toString() {
      return "LogIns";
    }
  }

  /** The account, the key, the owner and the link; what was made before is kept. */
  private LogIns prepare(Postgres postgres, Config config, int smppPort, DemoChannels channels)
      throws SQLException, IOException, AdminStore.Refused {
    boolean prepared = false;
    try {
      AdminStore admin = new AdminStore(postgres.database(), Vault.open(config.keyFile()));
      String password = Passwords.fresh(new SecureRandom());
      List<String> keys = admin.keys().stream().map(l -> l.columns().getFirst()).toList();
      if (keys.contains(USERNAME)) {
        admin.changeKey(
            USERNAME,
            k ->
                new KeySettings(
                    k.sender(), k.dlrUrl(), k.autoconvert(), k.strictSchema(), Rights.ALL));
        String before = earlier("api_password");
        if (before.isEmpty()) {
          admin.rotateKey(USERNAME, password, Duration.ZERO);
        } else {
          password = before;
        }
      } else {
        admin.createAccount("demo", 30);
        admin.createKey(
            "demo", USERNAME, password, new KeySettings("Waybill", null, "on", false, Rights.ALL));
      }
      admin.putLink(
          new LinkRow(LinkSpec.usual("simulator", "127.0.0.1", smppPort, "waybill"), "secret"));
      channels.configure(admin);
      String owner = DemoPerson.ensure(admin, "demo", earlier("dashboard_password"));
      prepared = true;
      return new LogIns(password, owner);
    } finally {
      if (!prepared) {
        postgres.close();
      }
    }
  }

  private String earlier(String name) {
    try {
      return JSON.readTree(Files.readString(file())).path(name).asString("");
    } catch (IOException | tools.jackson.core.JacksonException e) {
      return "";
    }
  }

  private Path file() {
    return data.resolve("demo.json");
  }

  private void write(String url, LogIns logIns, int smppPort) throws IOException {
    String json =
        JSON.writerWithDefaultPrettyPrinter()
            .writeValueAsString(
                Map.of(
                    "base_url",
                    url,
                    "api_username",
                    USERNAME,
                    "api_password",
                    logIns.api,
                    "dashboard_url",
                    url + "/",
                    "dashboard_email",
                    DemoPerson.EMAIL,
                    "dashboard_password",
                    logIns.dashboard,
                    "smpp_port",
                    smppPort));
    Path fresh = data.resolve("demo.json.new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, json + "\n");
    Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void tell(String url, LogIns logIns, int smppPort) {
    String password = logIns.api;
    Terminal.say(
        """

        Waybill runs at %s
          dashboard     %s/
          log-in        %s
          password      %s
          API username  %s
          API password  %s
          operator      simulated, SMPP on 127.0.0.1:%d
          channels      simulated: viber, whatsapp, telegram
          description   %s/openapi.yaml
          callbacks to loopback and private addresses are allowed in this demo

        Send a message and follow it (the last two digits choose the outcome, 02 is undelivered):

        curl -s -u %s:%s %s/v1/omnimessage -H 'Content-Type: application/json' \\
          -d '{"to":"+37255555501","messages":[{"channel":"sms","text":"Hello from Waybill"}]}'

        By Viber, then WhatsApp, then SMS (07 is declined at once, 05 never reported, 08 seen):

        curl -s -u %s:%s %s/v1/omnimessage -H 'Content-Type: application/json' \\
          -d '{"to":"+37255555507","messages":[{"channel":"viber","ttl":20,"text":"Hello"},{"channel":"whatsapp","ttl":20,"text":{"body":"Hello"}},{"channel":"sms","text":"Hello"}]}'

        curl -s -u %s:%s "%s/api/v1/messages?limit=5"
        """
            .formatted(
                url,
                url,
                DemoPerson.EMAIL,
                logIns.dashboard,
                USERNAME,
                password,
                smppPort,
                url,
                USERNAME,
                password,
                url,
                USERNAME,
                password,
                url,
                USERNAME,
                password,
                url));
  }
}
