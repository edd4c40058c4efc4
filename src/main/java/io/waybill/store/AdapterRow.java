package io.waybill.store;

import io.waybill.account.Routes;
import io.waybill.message.Event.OnUncertain;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An adapter as configured: one provider's way for one channel.
 *
 * @param channel viber, whatsapp, telegram or rcs
 * @param accountId whose it is; null: for all accounts without one of their own
 * @param kind generic, whatsapp, viber or telegram: which protocol it speaks
 * @param settings what is no secret, as the kind wants it
 * @param secrets tokens and keys; sealed in the database
 * @param enabled whether new messages go this way, and those that wait for it
 * @param ratePerSecond most requests begun in any second; 0: no bound
 * @param concurrency most requests under way at once
 * @param onUncertain what becomes of a message whose request may or may not have been taken
 */
public record AdapterRow(
    String name,
    String channel,
    @Nullable Integer accountId,
    String kind,
    Map<String, String> settings,
    Map<String, String> secrets,
    boolean enabled,
    int ratePerSecond,
    int concurrency,
    OnUncertain onUncertain) {

  public AdapterRow {
    settings = Map.copyOf(settings);
    secrets = Map.copyOf(secrets);
  }

  /** The route of the messages that go this way. */
  public String route() {
    return Routes.CHANNEL_PREFIX + name;
  }

  /** Leaves out the secrets. */
  @Override
  public String toString() {
    return name + " (" + kind + " for " + channel + ")";
  }
}
