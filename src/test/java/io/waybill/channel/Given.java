package io.waybill.channel;

import io.waybill.message.Event.OnUncertain;
import io.waybill.store.AdapterRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the tests of adapters begin with. */
final class Given {
  static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");
  static final UUID ID = UUID.fromString("0194f1e0-1111-7222-8333-444455556661");

  private Given() {}

  static AdapterRow row(String kind, Map<String, String> settings, Map<String, String> secrets) {
    Map<String, String> quick = new HashMap<>(settings);
    quick.putIfAbsent("timeout_seconds", "2");
    String channel = kind.equals("generic") ? "viber" : kind;
    return new AdapterRow(
        "first", channel, null, kind, quick, secrets, true, 0, 4, OnUncertain.RESEND);
  }

  /** A message to +37255555501; content with single quotes. */
  static Outbound message(String channel, String content) {
    return new Outbound(
        ID,
        channel,
        "+37255555501",
        "Shop",
        StandIn.JSON.readTree(content.replace('\'', '"')),
        NOON.plusSeconds(600),
        NOON);
  }

  /** A provider's request with one header and one query parameter; empty names for none. */
  static Notice notice(String body, String header, String value, String parameter, String given) {
    return new Notice(
        body,
        h -> h.equalsIgnoreCase(header) ? Optional.of(value) : Optional.empty(),
        q -> q.equals(parameter) ? Optional.of(given) : Optional.empty(),
        NOON);
  }

  static Notice notice(String body, Map<String, String> headers) {
    return new Notice(body, h -> Optional.ofNullable(headers.get(h)), _ -> Optional.empty(), NOON);
  }
}
