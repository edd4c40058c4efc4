package io.waybill.dashboard;

import io.waybill.report.Asks;
import io.waybill.store.MessageReader.Query;
import io.waybill.store.ReportJob;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Filters of the list of messages, as they are stored with a report. */
public final class ReportFilters implements Asks {
  @Override
  public Query query(ReportJob job, @Nullable UUID before, int limit) {
    Query asked = filter(job).read(job.accountId(), before, limit);
    return new Query(
        asked.accountId(),
        job.asked().from(),
        job.asked().until(),
        before,
        asked.states(),
        asked.recipient(),
        asked.prefix(),
        asked.reference(),
        asked.filter(),
        limit);
  }

  @Override
  public boolean isNarrow(ReportJob job) {
    return !chips(filter(job), true).isEmpty();
  }

  /** As it was when it was asked for; it was without a problem then. */
  private static MessageFilter filter(ReportJob job) {
    return parse(job.asked().query(), job);
  }

  private static MessageFilter parse(String query, ReportJob job) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int middle = pair.indexOf('=');
      if (middle > 0) {
        fields.put(
            pair.substring(0, middle),
            URLDecoder.decode(pair.substring(middle + 1), StandardCharsets.UTF_8));
      }
    }
    return new MessageFilter(name -> fields.getOrDefault(name, ""), true, job.askedAt());
  }

  /** What it is narrowed down to beside the time, in words. */
  static List<String> chips(MessageFilter filter, boolean isOperator) {
    List<String> chips = new ArrayList<>();
    for (String name : MessageFilter.NAMES_SHOWN) {
      String value = filter.get(name);
      boolean isTime = List.of("days", "from", "until").contains(name);
      if (!value.isEmpty() && !isTime && (isOperator || !name.equals("carrier"))) {
        chips.add((name.equals("word") ? "status" : name) + ": " + value);
      }
    }
    return chips;
  }

  static List<String> chips(ReportJob job, boolean isOperator) {
    return chips(filter(job), isOperator);
  }
}
