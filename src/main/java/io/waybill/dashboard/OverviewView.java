package io.waybill.dashboard;

import io.waybill.message.ErrorDictionary;
import io.waybill.message.ErrorDictionary.Meaning;
import io.waybill.price.Countries;
import io.waybill.store.Stats.By;
import io.waybill.store.Stats.Err;
import io.waybill.store.Stats.Grain;
import io.waybill.store.Stats.Overview;
import io.waybill.store.Stats.Part;
import io.waybill.store.Stats.Point;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the overview shows.
 *
 * @param isAll all accounts of the platform, for its operators
 * @param isOperator whether carriers are shown
 * @param mayChoose whether there is an account to look at instead of all, or all instead of it
 * @param accounts names of accounts by number; empty where only one is looked at
 * @param api where programs send to
 */
public record OverviewView(
    Overview stats,
    Period period,
    By by,
    HeatTable heat,
    boolean isAll,
    boolean isOperator,
    boolean mayChoose,
    Map<Integer, String> accounts,
    String api) {
  private static final int ROWS_MAX = 50;
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DAY_HOUR =
      DateTimeFormatter.ofPattern("EEE d, HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter BRIEF = DateTimeFormatter.ofPattern("d", Locale.ENGLISH);
  private static final DateTimeFormatter DAY_ONLY =
      DateTimeFormatter.ofPattern("EEE", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH_ONLY =
      DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH);
  private static final DateTimeFormatter HOUR_ONLY =
      DateTimeFormatter.ofPattern("HH", Locale.ENGLISH);

  public OverviewView {
    accounts = Map.copyOf(accounts);
  }

  /** An error with what it means. */
  public record Trouble(Meaning meaning, long messages) {}

  /** Whether nothing was accepted. */
  public boolean isEmpty() {
    return stats.totals().accepted() == 0;
  }

  /** Names that tables can be made by. */
  public List<By> ways() {
    return Arrays.stream(By.values()).filter(way -> isOperator || way != By.CARRIER).toList();
  }

  /** As it is read, in small letters. */
  public String word(By way) {
    return way.name().toLowerCase(Locale.ROOT);
  }

  /** Rows of the table by that name, most messages first. */
  public List<Part> rows() {
    return all().stream().limit(ROWS_MAX).toList();
  }

  /** How many more there are. */
  public int more() {
    return Math.max(0, all().size() - ROWS_MAX);
  }

  private List<Part> all() {
    return switch (by) {
      case COUNTRY -> stats.countries();
      case NETWORK -> stats.networks();
      case CARRIER -> stats.carriers();
    };
  }

  /** A row's name as it is read. */
  public String name(String name) {
    return name.isEmpty() ? "not known" : by == By.COUNTRY ? Countries.name(name) : name;
  }

  /** What failed, most frequent first. */
  public List<Trouble> troubles() {
    return stats.errors().stream().map(OverviewView::trouble).toList();
  }

  private static Trouble trouble(Err err) {
    Meaning meaning = ErrorDictionary.ofErr(err.err());
    return new Trouble(
        new Meaning(
            err.err(), meaning.cause(), meaning.remedy(), meaning.permanent(), meaning.whose()),
        err.messages());
  }

  /** This page again. */
  public String self() {
    return path(period.query(), by, isAll);
  }

  /** The same in another of the usual periods. */
  public String in(Period.Usual usual) {
    return path("period=" + usual.word(), by, isAll);
  }

  /** The same with other tables. */
  public String by(By way) {
    return path(period.query(), way, isAll) + "#where";
  }

  /** The same of all accounts, or of the one that is looked at. */
  public String of(boolean all) {
    return path(period.query(), by, all);
  }

  private String path(String time, By way, boolean all) {
    List<String> said = new ArrayList<>();
    if (!time.isEmpty()) {
      said.add(time);
    }
    if (way != By.COUNTRY) {
      said.add("by=" + word(way));
    }
    if (all) {
      said.add("scope=all");
    }
    return said.isEmpty() ? "/" : "/?" + String.join("&", said);
  }

  /** What has to go along when a form asks for another time. */
  public Map<String, String> kept() {
    Map<String, String> kept = new java.util.TreeMap<>();
    if (by != By.COUNTRY) {
      kept.put("by", word(by));
    }
    if (isAll) {
      kept.put("scope", "all");
    }
    return kept;
  }

  /** The messages of this time; null where all accounts are shown: lists are of one. */
  public @Nullable String messages(String filter) {
    return isAll ? null : list(stats.from(), period.isOpen() ? null : stats.until(), filter);
  }

  /** The messages of a row; null where there is no filter for it. */
  public @Nullable String messages(String name, String country) {
    return name.isEmpty() ? null : messages(filter(name, country));
  }

  /** The messages of a cell; null the same way. */
  public @Nullable String messages(HeatTable.Row row, HeatTable.Cell cell) {
    return isAll || row.name().isEmpty()
        ? null
        : list(cell.from(), cell.until(), filter(row.name(), row.country()));
  }

  /** The messages of a point; null where all accounts are shown. */
  public @Nullable String messages(Point point) {
    return isAll ? null : list(begin(point), end(point), "");
  }

  private String filter(String name, String country) {
    String filter = word(by) + "=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    return country.isEmpty() ? filter : filter + "&country=" + country;
  }

  private static String list(Instant from, @Nullable Instant until, String filter) {
    return "/messages?from="
        + from
        + (until == null ? "" : "&until=" + until)
        + (filter.isEmpty() ? "" : "&" + filter);
  }

  /** When a point of the series begins; the first may begin later than its hour. */
  public Instant begin(Point point) {
    return point.at().isBefore(stats.from()) ? stats.from() : point.at();
  }

  /** Before when it ends. */
  public Instant end(Point point) {
    Instant next =
        switch (stats.grain()) {
          case QUARTER -> point.at().plusSeconds(900);
          case HOUR -> point.at().plusSeconds(3_600);
          case DAY -> point.at().plusSeconds(86_400);
        };
    return next.isAfter(stats.until()) ? stats.until() : next;
  }

  /** A point's time on the axis and in the table. */
  public String label(Instant at, Times times) {
    boolean isShort = stats.series().size() <= 26 && stats.grain() != Grain.DAY;
    return (stats.grain() == Grain.DAY ? DAY : isShort ? HOUR : DAY_HOUR)
        .format(at.atZone(times.zone()));
  }

  /** The same for the narrow head of the heat table: the hour, or the day where it changes. */
  public String brief(Instant at, Times times) {
    return (stats.grain() == Grain.DAY ? BRIEF : HOUR_ONLY).format(at.atZone(times.zone()));
  }

  /** The day, or of days the month, where a column of the heat table is the first in it. */
  public String newDay(int column, Times times) {
    DateTimeFormatter form = stats.grain() == Grain.DAY ? MONTH_ONLY : DAY_ONLY;
    String here = form.format(heat.columns().get(column).atZone(times.zone()));
    boolean isNew =
        column == 0
            || !here.equals(form.format(heat.columns().get(column - 1).atZone(times.zone())));
    return isNew ? here : "";
  }

  /** What a point of the charts spans. */
  public String span() {
    return switch (stats.grain()) {
      case QUARTER -> "quarter of an hour";
      case HOUR -> "hour";
      case DAY -> "day (UTC)";
    };
  }
}
