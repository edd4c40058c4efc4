package io.waybill.store;

import io.waybill.message.Message;
import io.waybill.message.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads messages wherever they are, live or history. Never shows one account another's. */
public interface MessageReader {

  /**
   * The messages of the omnimessage that this id is or belongs to, in chain order; none if there is
   * no message, and no omnimessage, with exactly this id.
   */
  List<Found> find(int accountId, UUID anyId);

  /**
   * One page, newest first. Without states asked for, those of a chain that were never tried are
   * left out. Looks for a bounded time: where few messages fit, the page holds what was found until
   * then, perhaps nothing, and says where to go on.
   *
   * @throws TooMuch if the database is so slow that even the least step takes too long
   */
  Page list(Query query);

  /**
   * Those of these messages that are the account's, newest first, as a list has them.
   *
   * @param ids at most 500
   */
  List<Found> some(int accountId, List<UUID> ids);

  /**
   * A page of a list.
   *
   * @param next for {@link Query#before} of the next page: everything from there on was looked at;
   *     null if nothing of the time is left. Its time ({@link io.waybill.message.Ids#timeOf}) says
   *     how far back was looked
   */
  record Page(List<Found> found, @Nullable UUID next) {
    public Page {
      found = List.copyOf(found);
    }
  }

  /** The answer kept under an idempotency key, if it is younger than 48 h. */
  Optional<Kept> kept(String scope, String key);

  /**
   * A message as stored.
   *
   * @param envelope its recipient is the full number while that is kept, else masked
   * @param timeline JSON array of entries, oldest first; null in lists
   * @param text null if it is not kept (or in lists)
   */
  record Found(
      Envelope envelope,
      Message message,
      int parts,
      Instant changedAt,
      @Nullable String timeline,
      @Nullable String text) {}

  /**
   * What to list.
   *
   * @param accountId null for all accounts: for operators of the platform only
   * @param from at or after this acceptance time
   * @param until before this acceptance time
   * @param before only ids smaller than this one: the last of the page before; null for the first
   * @param states null for all
   * @param recipient E.164, exact; null for all
   * @param prefix the beginning of the recipient's number, + and digits; null for all. Finds only
   *     those whose full number is still kept
   * @param filter what else must be so
   * @param limit 1 to 500
   */
  record Query(
      @Nullable Integer accountId,
      Instant from,
      Instant until,
      @Nullable UUID before,
      @Nullable Set<State> states,
      @Nullable String recipient,
      @Nullable String prefix,
      @Nullable String reference,
      Filter filter,
      int limit) {}

  /**
   * What a message must be like to be listed; null for all.
   *
   * @param key API username that it was accepted with
   * @param country ISO 3166 alpha-2
   * @param err the contract's number
   * @param carrier the one that it went by last
   * @param network MCC and MNC of the recipient's operator
   */
  record Filter(
      @Nullable String campaign,
      @Nullable String tag,
      @Nullable String sender,
      @Nullable String channel,
      @Nullable String country,
      @Nullable String key,
      @Nullable Integer err,
      @Nullable String carrier,
      @Nullable String network) {
    /** Lets everything through. */
    public static final Filter NONE =
        new Filter(null, null, null, null, null, null, null, null, null);
  }

  /** A list took longer than {@link #LIST_SECONDS}: the filter fits too little of its time. */
  final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuch(Throwable cause) {
      super("the list takes too long", cause);
    }
  }

  /** The longest that a page may take, seconds. */
  int LIST_SECONDS = 5;

  /** An answer given before under the same idempotency key. */
  record Kept(String bodyHash, int status, String answer) {}
}
