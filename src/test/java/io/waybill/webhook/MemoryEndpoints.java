package io.waybill.webhook;

import io.waybill.store.EndpointStore;
import io.waybill.store.TellingReader;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Entries of endpoints in memory, with the rules of the real table. */
final class MemoryEndpoints implements EndpointStore {
  private final Map<String, Noted> entries = new LinkedHashMap<>();
  private long revision;

  synchronized @Nullable Noted entry(String key) {
    return entries.get(key);
  }

  synchronized boolean mayBeCalled(String key, Instant now) {
    Noted noted = entries.get(key);
    return noted == null
        || (noted.standing() != Standing.STOPPED
            && (noted.nextProbeAt() == null || !noted.nextProbeAt().isAfter(now)));
  }

  @Override
  public synchronized List<Noted> changedAfter(long after, int limit) {
    return entries.values().stream()
        .filter(n -> n.revision() > after)
        .sorted(Comparator.comparingLong(Noted::revision))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized void found(Noted n) {
    Noted was = entries.get(n.key());
    if (was == null || was.standing() != Standing.STOPPED) {
      put(n, n.standing(), n.stoppedBy(), was == null ? null : was.allowPrivate());
    }
  }

  @Override
  public synchronized void stop(
      int accountId, String url, @Nullable StoppedBy by, @Nullable String why, Instant now) {
    Noted n = fresh(accountId, url, now);
    put(n, by == null ? Standing.UP : Standing.STOPPED, by, n.allowPrivate());
  }

  @Override
  public synchronized void name(int accountId, String url, Instant now) {
    entries.putIfAbsent(TellingReader.endpoint(accountId, url), fresh(accountId, url, now));
  }

  @Override
  public synchronized void allowPrivate(
      int accountId, String url, @Nullable Boolean allowed, Instant now) {
    Noted n = fresh(accountId, url, now);
    put(n, n.standing(), n.stoppedBy(), allowed);
  }

  private Noted fresh(int accountId, String url, Instant now) {
    String key = TellingReader.endpoint(accountId, url);
    return entries.getOrDefault(
        key,
        new Noted(key, accountId, url, Standing.UP, null, now, 0, null, null, null, null, null, 0));
  }

  private void put(
      Noted n, Standing standing, @Nullable StoppedBy by, @Nullable Boolean allowPrivate) {
    entries.put(
        n.key(),
        new Noted(
            n.key(),
            n.accountId(),
            n.url(),
            standing,
            by,
            n.since(),
            n.probes(),
            standing == Standing.DOWN ? n.nextProbeAt() : null,
            n.cause(),
            n.lastSuccessAt(),
            n.lastFailureAt(),
            allowPrivate,
            ++revision));
  }

  @Override
  public synchronized List<Noted> page(int accountId, String afterId, int limit) {
    return entries.values().stream()
        .filter(n -> n.accountId() == accountId && n.id().compareTo(afterId) > 0)
        .sorted(Comparator.comparing(Noted::id))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized Optional<Noted> find(int accountId, String id) {
    return page(accountId, "", Integer.MAX_VALUE).stream()
        .filter(n -> n.id().equals(id))
        .findFirst();
  }

  @Override
  public int prune(Instant before) {
    return 0;
  }
}
