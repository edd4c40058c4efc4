package io.waybill.command;

import io.waybill.ops.Config;
import io.waybill.ops.Essential;
import io.waybill.ops.Logs;
import io.waybill.store.StartFailure;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "serve",
    description = "Runs Waybill until SIGTERM.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  /** The exit code when another process has taken over the database. */
  static final int TAKEN_OVER = 3;

  @Mixin private ConfigOption configuration = new ConfigOption();

  @Override
  public Integer call() {
    Config config = configuration.load();
    if (config == null) {
      return ConfigOption.CANNOT;
    }
    Logs.setUp(config.logLevel());
    Essential.watchAll();
    try {
      Server server = Server.start(config);
      CountDownLatch told = onStop(server);
      String scheme = config.http().tls() == null ? "http" : "https";
      LOG.info("serving on {}://{}:{}", scheme, config.http().host(), server.port());
      var _ =
          server
              .lost()
              .thenAccept(why -> {
                LOG.error("{}", why);
                told.countDown();
              });
      await(told);
      return server.lost().isDone() ? TAKEN_OVER : 0;
    } catch (SQLException | IOException | StartFailure e) {
      Terminal.error("cannot start: " + e.getMessage());
      return ConfigOption.CANNOT;
    }
  }

  /** Waits for SIGTERM or SIGINT, then stops in order before the process ends. */
  static void untilTold(AutoCloseable server) {
    await(onStop(server));
  }

  /**
   * From now on SIGTERM and SIGINT stop it in order; to be asked for before anybody is told that it
   * runs, or a signal that follows at once would end the process without.
   *
   * @return open once it is stopped
   */
  static CountDownLatch onStop(AutoCloseable server) {
    CountDownLatch told = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(() -> {
                  LOG.info("stopping");
                  try {
                    server.close();
                    LOG.info("stopped");
                  } catch (Exception e) { // the process ends anyway; say why it was not clean
                    LOG.error("did not stop cleanly", e);
                  }
                  told.countDown();
                }));
    return told;
  }

  /** Waits for the stop. */
  static void await(CountDownLatch told) {
    try {
      told.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
