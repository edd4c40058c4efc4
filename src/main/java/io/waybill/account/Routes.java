package io.waybill.account;

/** Which way a message goes, chosen at acceptance and stored with it (design 11). */
public interface Routes {
  /** Where no adapter is: such a message fails with err 9 at its turn. */
  String NO_ADAPTER = "channel:none";

  /** What the routes of channels other than SMS begin with; carriers cannot be named so. */
  String CHANNEL_PREFIX = "channel:";

  /**
   * The route of an account's messages on a channel: a carrier's name for {@code sms}, else {@code
   * channel:} and the name of an adapter, or {@link #NO_ADAPTER}.
   */
  String of(int accountId, String channel);
}
