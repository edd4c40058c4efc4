package io.waybill.command;

import io.waybill.account.Passwords;
import io.waybill.message.Event.OnUncertain;
import io.waybill.simulator.ChannelFarEnd;
import io.waybill.store.AdapterRow;
import io.waybill.store.AdminStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The demo's channels beyond SMS: a simulated gateway, and adapters that speak to it. */
final class DemoChannels implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DemoChannels.class);
  private static final List<String> CHANNELS = List.of("viber", "whatsapp", "telegram");
  private static final Duration LATE = Duration.ofSeconds(10);
  private static final int CONCURRENCY = 16;

  private final ChannelFarEnd farEnd;
  private final String secret;

  private DemoChannels(ChannelFarEnd farEnd, String secret) {
    this.farEnd = farEnd;
    this.secret = secret;
  }

  static DemoChannels start(Duration delay) throws IOException {
    String secret = Passwords.fresh(new SecureRandom());
    return new DemoChannels(
        ChannelFarEnd.start("127.0.0.1", 0, secret, "http://127.0.0.1", delay, LATE), secret);
  }

  /** Sets an adapter for each channel; where a person has set his own, that one stays. */
  void configure(AdminStore admin) throws SQLException {
    for (String channel : CHANNELS) {
      try {
        admin
            .channels()
            .put(
                new AdapterRow(
                    "demo-" + channel,
                    channel,
                    null,
                    "generic",
                    Map.of("url", "http://127.0.0.1:" + farEnd.port() + "/"),
                    Map.of("secret", secret),
                    true,
                    0,
                    CONCURRENCY,
                    OnUncertain.RESEND),
                null);
      } catch (AdminStore.Refused own) {
        LOG.info("{}: {}", channel, own.getMessage());
      }
    }
  }

  /** Where Waybill is. */
  void reportTo(String url) {
    farEnd.reportsTo(url);
  }

  @Override
  public void close() {
    farEnd.close();
  }
}
