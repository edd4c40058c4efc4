package io.waybill.dashboard;

import io.waybill.accept.ByHand;
import io.waybill.accept.Numbers;
import io.waybill.price.Countries;
import io.waybill.store.Campaign;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What would become of each line of a list: read, checked and priced by the code that accepts
 * messages. Nothing is sent.
 */
public final class SendPlan {
  /** So many lines with something wrong are shown; the download has all. */
  public static final int SHOWN_MAX = 100;

  private static final int SAMPLES = 3;
  private static final Pattern PLACE = Pattern.compile("\\{([^{}\\r\\n]{1,60})}");

  private final ByHand byHand;
  private final ListText.Table table;
  private final int column;
  private final String country;
  private final String text;
  private final ByHand.Wish wish;
  private final Map<String, Integer> places = new HashMap<>();
  private final Set<String> unknown = new LinkedHashSet<>();

  private final Map<String, Integer> seen = new HashMap<>();
  private final Map<Trouble, Integer> troubles = new EnumMap<>(Trouble.class);
  private final List<Problem> problems = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private final Map<String, Share> countries = new HashMap<>();
  private int good;
  private long parts;
  private int partsMost;
  private BigDecimal price = BigDecimal.ZERO;
  private int unpriced;

  /**
   * A line that is left out.
   *
   * @param written as it stands in the list
   */
  public record Problem(int line, String written, Trouble trouble, String why) {}

  /** A message as it would go out. */
  public record Sample(String to, String text, int parts) {}

  /** How many go to a country, and at what price. */
  public record Share(String country, int recipients, long parts, BigDecimal price, int unpriced) {
    private Share and(int itsParts, @Nullable BigDecimal itsPrice) {
      return new Share(
          country,
          recipients + 1,
          parts + itsParts,
          itsPrice == null ? price : price.add(itsPrice),
          unpriced + (itsPrice == null ? 1 : 0));
    }
  }

  /**
   * All lines together.
   *
   * @param unknown what stands in braces in the text and is no column
   * @param isPersonal whether texts differ from line to line
   * @param unpriced how many have no price
   * @param countries most recipients first
   */
  public record Summary(
      int rows,
      int good,
      Map<Trouble, Integer> troubles,
      List<Problem> problems,
      List<Sample> samples,
      List<Share> countries,
      List<String> unknown,
      boolean isPersonal,
      long parts,
      int partsMost,
      BigDecimal price,
      int unpriced) {
    /** Why lines are left out, and how many for each reason. */
    public String leftOutWords() {
      return troubles.entrySet().stream()
          .map(t -> Figures.number(t.getValue()) + " " + t.getKey().title())
          .collect(java.util.stream.Collectors.joining(", "));
    }

    /** How many lines are left out. */
    public int leftOut() {
      return rows - good;
    }
  }

  private SendPlan(ByHand byHand, Campaign campaign, ListText.Table table) {
    this.byHand = byHand;
    this.table = table;
    Campaign.Content content = campaign.content();
    column = content.column() >= 0 ? content.column() : table.guess();
    country = content.country();
    text = campaign.text() == null ? "" : campaign.text();
    wish =
        new ByHand.Wish(
            campaign.accountId(),
            text,
            content.sender(),
            content.autoconvert(),
            content.priority(),
            content.timeToSend(),
            content.name());
    if (table.hasHeader()) {
      places();
    }
  }

  private void places() {
    Map<String, Integer> columns = new HashMap<>();
    for (int i = 0; i < table.names().size(); i++) {
      columns.putIfAbsent(small(table.names().get(i)), i);
    }
    Matcher place = PLACE.matcher(text);
    while (place.find()) {
      Integer where = columns.get(small(place.group(1)));
      if (where == null) {
        unknown.add(place.group(1));
      } else {
        places.put(place.group(1), where);
      }
    }
  }

  private static String small(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Goes through a list.
   *
   * @param lines is handed every line, the wrong ones with why
   * @param wrong is handed every line that is left out
   */
  static Summary of(
      ByHand byHand,
      Campaign campaign,
      ListText.Table table,
      Consumer<Campaign.Line> lines,
      Consumer<Problem> wrong) {
    SendPlan plan = new SendPlan(byHand, campaign, table);
    int n = 0;
    for (ListText.Row row : table.rows()) {
      n++;
      plan.line(row, n, lines, wrong);
    }
    return plan.summary();
  }

  private void line(
      ListText.Row row, int n, Consumer<Campaign.Line> lines, Consumer<Problem> wrong) {
    String cell = row.cell(column);
    switch (RecipientNumber.read(cell, country)) {
      case RecipientNumber.Read.Bad(var trouble) -> leave(row, n, trouble, "", lines, wrong);
      case RecipientNumber.Read.Good(var phone) -> {
        Integer first = seen.putIfAbsent(phone.e164(), row.line());
        if (first != null) {
          leave(row, n, Trouble.DUPLICATE, first.toString(), lines, wrong);
          return;
        }
        String missing = missing(row);
        if (missing != null) {
          leave(row, n, Trouble.NO_VALUE, "{" + missing + "}", lines, wrong);
          return;
        }
        check(row, n, phone, lines, wrong);
      }
    }
  }

  private void check(
      ListText.Row row,
      int n,
      Numbers.Phone phone,
      Consumer<Campaign.Line> lines,
      Consumer<Problem> wrong) {
    String own = places.isEmpty() ? null : filled(row);
    ByHand.Wish mine =
        own == null
            ? wish
            : new ByHand.Wish(
                wish.accountId(),
                own,
                wish.sender(),
                wish.autoconvert(),
                wish.priority(),
                wish.timeToSend(),
                wish.campaign());
    switch (byHand.read(mine, phone.e164())) {
      case ByHand.Read.Bad(var why) -> leave(row, n, Trouble.TEXT, why, lines, wrong);
      case ByHand.Read.Good read when !read.hasRoute() ->
          leave(row, n, Trouble.NO_ROUTE, name(phone.country()), lines, wrong);
      case ByHand.Read.Good read -> {
        take(phone, read);
        lines.accept(new Campaign.Line(n, phone.e164(), own, null));
      }
    }
  }

  private void take(Numbers.Phone phone, ByHand.Read.Good read) {
    good++;
    parts += read.parts();
    partsMost = Math.max(partsMost, read.parts());
    BigDecimal its =
        read.partPrice() == null
            ? null
            : read.partPrice().multiply(BigDecimal.valueOf(read.parts()));
    price = its == null ? price : price.add(its);
    unpriced += its == null ? 1 : 0;
    countries.compute(
        name(phone.country()),
        (name, share) ->
            (share == null ? new Share(name, 0, 0, BigDecimal.ZERO, 0) : share)
                .and(read.parts(), its));
    if (samples.size() < SAMPLES) {
      samples.add(new Sample(phone.e164(), read.message().text(), read.parts()));
    }
  }

  private static String name(@Nullable String country) {
    return country == null ? "no country" : Countries.name(country);
  }

  private void leave(
      ListText.Row row,
      int n,
      Trouble trouble,
      String about,
      Consumer<Campaign.Line> lines,
      Consumer<Problem> wrong) {
    String why = trouble.sentence(about);
    troubles.merge(trouble, 1, Integer::sum);
    Problem problem = new Problem(row.line(), cut(row.cell(column)), trouble, why);
    if (problems.size() < SHOWN_MAX) {
      problems.add(problem);
    }
    wrong.accept(problem);
    lines.accept(new Campaign.Line(n, problem.written, null, why));
  }

  private static String cut(String cell) {
    return cell.length() > 60 ? cell.substring(0, 60) + "…" : cell;
  }

  private @Nullable String missing(ListText.Row row) {
    return places.entrySet().stream()
        .filter(place -> row.cell(place.getValue()).isEmpty())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  private String filled(ListText.Row row) {
    return PLACE
        .matcher(text)
        .replaceAll(place -> {
          Integer where = places.get(place.group(1));
          return Matcher.quoteReplacement(where == null ? place.group() : row.cell(where));
        });
  }

  private Summary summary() {
    Map<Trouble, Integer> told = new LinkedHashMap<>(troubles);
    return new Summary(
        table.rows().size(),
        good,
        told,
        List.copyOf(problems),
        List.copyOf(samples),
        countries.values().stream()
            .sorted(java.util.Comparator.comparingInt(Share::recipients).reversed())
            .toList(),
        List.copyOf(unknown),
        !places.isEmpty(),
        parts,
        partsMost,
        price,
        unpriced);
  }
}
