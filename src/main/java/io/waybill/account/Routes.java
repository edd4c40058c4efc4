package io.waybill.account;

import org.jspecify.annotations.Nullable;

/** Which way a message goes, chosen at acceptance and stored with it (design 11). */
public interface Routes {
  /** Where no adapter is: such a message fails with err 9 at its turn. */
  String NO_ADAPTER = "channel:none";

  /** What the routes of channels other than SMS begin with; carriers cannot be named so. */
  String CHANNEL_PREFIX = "channel:";

  /**
   * The route of an account's messages on a channel other than SMS: {@code channel:} and the name
   * of an adapter, or {@link #NO_ADAPTER}.
   */
  String of(int accountId, String channel);

  /**
   * The carrier of an account's SMS, or {@link #NO_ADAPTER} if no route leads anywhere.
   *
   * @param e164 the recipient, with +
   */
  String sms(Account account, String e164, @Nullable String country, @Nullable String network);

  /** How many parts a text is made of as that carrier wants it written; at least 1. */
  int parts(String carrier, String text);
}
