package io.waybill.webhook;

import io.waybill.message.Entry.Report;
import io.waybill.message.ErrorDictionary.Meaning;
import io.waybill.message.Ids;
import io.waybill.message.State;
import io.waybill.message.Why;
import io.waybill.price.PriceInfo;
import io.waybill.store.Envelope;
import io.waybill.store.Steps.Telling;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A report as JSON, in the contract's form and in our own: the same text on every try. Pure. */
final class ReportBody {
  /** The type of our own form. */
  static final String TYPE = "message.status";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ReportBody() {}

  /** The omnichannel API's form (contract 1.6). */
  static String contract(Telling telling) {
    Envelope envelope = telling.envelope();
    Report report = telling.report();
    Meaning error = error(report);
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("status", report.status().name());
    body.put("sender", envelope.sender());
    body.put("err", report.err());
    body.put("message_id", envelope.id().toString());
    body.put("to", envelope.recipient());
    body.put("channel", envelope.channel());
    body.put("error", error == null ? null : error.cause());
    body.put("omnimessage_id", Ids.omniOf(envelope.id()).toString());
    body.put("timestamp", timestamp(report.at()));
    Map<String, Object> price = price(telling);
    if (price != null) {
      body.put("price_info", price);
    }
    return JSON.writeValueAsString(body);
  }

  /** Our own form; described in the OpenAPI document under webhooks. */
  static String product(Telling telling) {
    Envelope envelope = telling.envelope();
    Report report = telling.report();
    State state = report.state();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("type", TYPE);
    body.put("delivery_id", Callback.deliveryId(telling));
    body.put("sequence", report.number());
    body.put("occurred_at", timestamp(report.at()));
    body.put("final", report.isFinal());
    body.put("state", state.name().toLowerCase(Locale.ROOT));
    body.put("state_word", state.word());
    body.put("group", state.group().name().toLowerCase(Locale.ROOT));
    body.put("status", report.status().name());
    body.put("err", report.err());
    body.put("error", words(error(report)));
    body.put("message_id", envelope.id().toString());
    body.put("omnimessage_id", Ids.omniOf(envelope.id()).toString());
    body.put("reference", envelope.reference());
    body.put("campaign", envelope.extras().campaign());
    body.put("tags", envelope.extras().tags());
    body.put("channel", envelope.channel());
    body.put("to", envelope.recipient());
    body.put("sender", envelope.sender());
    body.put("parts_count", telling.parts());
    body.put("price_info", price(telling));
    return JSON.writeValueAsString(body);
  }

  private static @Nullable Meaning error(Report report) {
    return Why.of(report.state(), report.by(), report.err());
  }

  private static @Nullable Map<String, Object> words(@Nullable Meaning error) {
    if (error == null) {
      return null;
    }
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("cause", error.cause());
    words.put("remedy", error.remedy());
    words.put("permanent", error.permanent());
    words.put("whose", error.whose().name().toLowerCase(Locale.ROOT));
    return words;
  }

  /** Only where a price is known (contract 1.3): decimals as strings. */
  private static @Nullable Map<String, Object> price(Telling telling) {
    Report report = telling.report();
    PriceInfo info =
        PriceInfo.of(
            telling.envelope().extras().partPrice(),
            telling.parts(),
            report.status(),
            report.err());
    if (info == null) {
      return null;
    }
    Map<String, Object> price = new LinkedHashMap<>();
    price.put("part_price", info.part());
    price.put("parts_count", info.parts());
    price.put("total_price", info.total());
    return price;
  }

  private static String timestamp(Instant at) {
    return TIMESTAMP.format(at);
  }
}
