package io.waybill.store;

import io.waybill.store.Steps.Telling;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The reports that wait in the ledger: for another try, or because there was no room. */
public interface TellingReader {

  /** Endpoints (see {@link #endpoint}) that have a report due, at most {@code limit}. */
  List<String> endpointsDue(Instant now, int limit);

  /** What is due at one endpoint, longest due first, except these messages'. */
  List<Telling> due(String endpoint, Instant now, Set<UUID> except, int limit);

  /** How many reports wait in all: for a gauge, counted at most every few seconds. */
  long waiting();

  /** The unit of health and concurrency: account, scheme, host, port and path without query. */
  static String endpoint(int accountId, String url) {
    int query = url.indexOf('?');
    int fragment = url.indexOf('#');
    int end = Math.min(query < 0 ? url.length() : query, fragment < 0 ? url.length() : fragment);
    return accountId + " " + url.substring(0, end);
  }
}
