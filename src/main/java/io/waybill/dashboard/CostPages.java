package io.waybill.dashboard;

import io.waybill.report.Cost;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What non-delivery costs and sending brings: a sheet to calculate with; its values are in the
 * address.
 */
public final class CostPages {
  static final String PATH = ReportPages.PATH + "/cost";

  private record Field(String name, String label, double usual, double max) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field("messages", "Messages sent", Cost.EXAMPLE.messages(), 1_000_000_000),
          new Field("undelivered", "Not delivered, %", Cost.EXAMPLE.undelivered(), 100),
          new Field("value", "Worth of a message", Cost.EXAMPLE.value(), 1_000_000),
          new Field("minutes", "Support, minutes", Cost.EXAMPLE.minutes(), 10_000),
          new Field("hourly", "Support, € an hour", Cost.EXAMPLE.hourly(), 10_000),
          new Field("resends", "Sent again", Cost.EXAMPLE.resends(), 1_000),
          new Field("price", "Price of a message", Cost.EXAMPLE.price(), 1_000),
          new Field("conversion", "Of those who receive it buy, %", Cost.EXAMPLE.conversion(), 100),
          new Field("sale", "Each brings", Cost.EXAMPLE.sale(), 1_000_000),
          new Field("better", "More delivered, %", Cost.EXAMPLE.better(), 100));

  /**
   * What the page shows.
   *
   * @param written what stands in the fields, by name
   */
  public record View(
      Map<String, String> written, Cost cost, boolean isExample, @Nullable String problem) {
    /** What stands in a field. */
    public String get(String name) {
      return written.getOrDefault(name, "");
    }

    /** An amount of euro. */
    public String euro(double amount) {
      return String.format(
          Locale.ENGLISH, Math.abs(amount) >= 10_000 ? "%,.0f €" : "%,.2f €", amount);
    }

    /** A small amount of euro. */
    public String small(double amount) {
      return String.format(Locale.ENGLISH, "%,.3f €", amount);
    }

    /** How many. */
    public String number(double number) {
      return String.format(Locale.ENGLISH, number == Math.rint(number) ? "%,.0f" : "%,.1f", number);
    }
  }

  /** The page. */
  public List<Page> pages() {
    return List.of(
        Page.get(PATH, Need.VIEWER, CostPages::show)
            .at(Section.REPORTS, "Cost of non-delivery", 30));
  }

  private static Reply show(Visit visit) {
    Map<String, String> written = new LinkedHashMap<>();
    Map<String, Double> values = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (Field field : FIELDS) {
      String text = visit.field(field.name).replace(',', '.');
      written.put(field.name, text.isEmpty() ? plain(field.usual) : visit.field(field.name));
      double value = text.isEmpty() ? field.usual : number(text);
      if (!(value >= 0 && value <= field.max)) {
        problems.add("%s: write a number from 0 to %s.".formatted(field.label, plain(field.max)));
        value = field.usual;
      }
      values.put(field.name, value);
    }
    Cost cost =
        new Cost(
            of(values, "messages"),
            of(values, "undelivered"),
            of(values, "value"),
            of(values, "minutes"),
            of(values, "hourly"),
            of(values, "resends"),
            of(values, "price"),
            of(values, "conversion"),
            of(values, "sale"),
            of(values, "better"));
    View view =
        new View(
            written,
            cost,
            cost.equals(Cost.EXAMPLE),
            problems.isEmpty() ? null : String.join(" ", problems));
    if (visit.isPart()) {
      return new Reply.Part("report/cost", view);
    }
    return problems.isEmpty() ? Reply.page("cost", view) : Reply.again("cost", view);
  }

  private static double of(Map<String, Double> values, String name) {
    return values.getOrDefault(name, 0.0);
  }

  private static double number(String text) {
    return text.matches("\\d{1,12}(\\.\\d{1,6})?") ? Double.parseDouble(text) : -1;
  }

  private static String plain(double value) {
    return java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** Where it is with these two values. */
  public static String path(long messages, String undelivered) {
    return PATH
        + "?messages="
        + messages
        + "&undelivered="
        + URLEncoder.encode(undelivered, StandardCharsets.UTF_8);
  }
}
