package io.waybill.command;

import io.waybill.accept.Numbers;
import io.waybill.account.Account;
import io.waybill.account.Routes;
import io.waybill.dashboard.RoutePages;
import io.waybill.dispatch.Ways;
import io.waybill.routing.Route.Recipient;
import io.waybill.routing.RouteTable;
import io.waybill.store.ChannelStore;
import io.waybill.store.ConfigStore;
import io.waybill.store.Envelope;
import io.waybill.text.Splitter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which way messages go: at acceptance, and again while they wait for a carrier that is away. */
final class Router implements Routes, Ways, RoutePages.Routing {
  private final ConfigStore config;
  private final ChannelStore channels;
  private final DoubleSupplier chance;
  private volatile Predicate<String> isThere = _ -> true;

  /**
   * @param chance from 0 to 1, below 1
   */
  Router(ConfigStore config, ChannelStore channels, DoubleSupplier chance) {
    this.config = config;
    this.channels = channels;
    this.chance = chance;
  }

  /** From now on carriers that are not there are passed over. */
  void ask(Predicate<String> whoIsThere) {
    isThere = whoIsThere;
  }

  @Override
  public String of(int accountId, String channel) {
    return channels.of(accountId, channel);
  }

  @Override
  public String sms(
      Account account, String e164, @Nullable String country, @Nullable String network) {
    return choose(account.name(), e164, country, network, isThere).orElse(NO_ADAPTER);
  }

  @Override
  public int parts(String carrier, String text) {
    return Splitter.count(text, config.carrier(carrier).dialect().scheme()).parts();
  }

  @Override
  public Optional<Ways.Way> of(Envelope m, @Nullable String text, Predicate<String> takes) {
    String account = config.account(m.accountId()).map(Account::name).orElse("");
    return choose(account, m.recipient(), m.country(), m.network(), takes)
        .map(c -> new Ways.Way(c, parts(m, text, c)));
  }

  private Optional<String> choose(
      String account,
      String e164,
      @Nullable String country,
      @Nullable String network,
      Predicate<String> takes) {
    return config
        .routes()
        .choose(recipient(account, e164, country, network), takes, chance.getAsDouble());
  }

  private Recipient recipient(
      String account, String e164, @Nullable String country, @Nullable String network) {
    Set<String> mccmncs = config.list().mccmncs(country, network);
    return new Recipient(account, e164.substring(1), country, network, mccmncs);
  }

  @Override
  public RouteTable.Choice choice(String account, Numbers.Phone to) {
    return config
        .routes()
        .choice(recipient(account, to.e164(), to.country(), to.network()), isThere);
  }

  /** 0: as many as before, because the customer's own header or octets make it one. */
  private int parts(Envelope m, @Nullable String text, String carrier) {
    return text == null || m.udh() != null || m.extras().binary() ? 0 : parts(carrier, text);
  }

  @Override
  public List<String> carriers() {
    return config.carriers();
  }
}
