package io.waybill.store;

import io.waybill.store.Steps.Telling;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The reports that wait in the ledger: for another try, or because there was no room. */
public interface TellingReader {

  /**
   * Endpoints (see {@link #endpoint}) that have a report due and may be called: not stopped, and
   * not down before their next probe.
   *
   * @param after only those that come after this one: the last of the page before; empty for the
   *     first page
   */
  List<String> endpointsDue(Instant now, String after, int limit);

  /** What is due at one endpoint, longest due first, except these messages'. */
  List<Telling> due(String endpoint, Instant now, Set<UUID> except, int limit);

  /** Lets reports that were in memory and have no row wait in the ledger, due at once. */
  void hold(List<Telling> tellings);

  /**
   * Makes what waits at an endpoint due, in the order in which the reports were made.
   *
   * @param limit most rows in one go
   * @return how many were not due
   */
  int hurry(String endpoint, Instant now, int limit);

  /** How many reports wait at an endpoint; counts no further than {@code limit}. */
  int waitingAt(String endpoint, int limit);

  /** The endpoints at which at least so many reports wait, and how many. Counts every row. */
  Map<String, Integer> backlogs(int atLeast);

  /** How many reports wait in all: for a gauge, counted at most every few seconds. */
  long waiting();

  /** The unit of health and concurrency: account, scheme, host, port and path without query. */
  static String endpoint(int accountId, String url) {
    return accountId + " " + withoutQuery(url);
  }

  /** The endpoint of a message whose reports go somewhere. */
  static String endpoint(Envelope envelope) {
    String url = envelope.dlrUrl();
    if (url == null) {
      throw new IllegalStateException("a report of " + envelope.id() + " without a URL");
    }
    return endpoint(envelope.accountId(), url);
  }

  /** A URL up to its query or fragment. */
  static String withoutQuery(String url) {
    int query = url.indexOf('?');
    int fragment = url.indexOf('#');
    int end = Math.min(query < 0 ? url.length() : query, fragment < 0 ? url.length() : fragment);
    return url.substring(0, end);
  }
}
