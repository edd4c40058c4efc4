package io.waybill.dashboard;

import io.waybill.store.Stats.Grain;
import io.waybill.store.Stats.Heat;
import io.waybill.store.Stats.Overview;
import io.waybill.store.Stats.Totals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Delivery rates of names by time: so many points of the series in each column that all columns
 * have room. Pure.
 *
 * @param columns when each begins
 * @param width what each column spans, as it is read
 * @param hidden how many further names there are
 */
public record HeatTable(List<Instant> columns, String width, List<Row> rows, int hidden) {
  private static final int COLUMNS_MAX = 31;
  private static final int ROWS_MAX = 25;

  /** How many points one column may have: whole parts of a day, or of a month or so. */
  private static final int[] HOURS = {1, 2, 3, 4, 6, 8, 12, 24, 48, 168, 744};

  private static final int[] DAYS = {1, 2, 3, 7, 14, 30};

  /** From which rate on a cell is of which level; the highest level is the best. */
  private static final double[] LEVELS = {0.75, 0.9, 0.95, 0.98};

  public HeatTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** A name with a cell for each column. */
  public record Row(String name, String country, List<Cell> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /**
   * A name at a time.
   *
   * @param until before when
   */
  public record Cell(Instant from, Instant until, Totals totals) {
    /**
     * Whole percents delivered of what is over; a dot while nothing is; empty where nothing was.
     */
    public String text() {
      double rate = totals.deliveryRateOfFinal();
      return rate >= 0 ? Integer.toString(Shares.whole(rate)) : totals.accepted() > 0 ? "·" : "";
    }

    /** 0 to 4, 4 the best; -1 where nothing is over. */
    public int level() {
      double rate = totals.deliveryRateOfFinal();
      int level = 0;
      for (double from : LEVELS) {
        level += rate >= from ? 1 : 0;
      }
      return rate < 0 ? -1 : level;
    }
  }

  static HeatTable of(Overview stats) {
    int points = stats.series().size();
    int each = each(points, stats.grain());
    List<Instant> columns = new ArrayList<>();
    for (int i = 0; i < points; i += each) {
      columns.add(stats.series().get(i).at());
    }
    List<Row> rows =
        stats.heat().stream()
            .limit(ROWS_MAX)
            .map(heat -> new Row(heat.name(), heat.country(), cells(stats, heat, columns, each)))
            .toList();
    return new HeatTable(
        columns, width(each, stats.grain()), rows, Math.max(0, stats.heat().size() - ROWS_MAX));
  }

  private static int each(int points, Grain grain) {
    int each = 1;
    for (int size : grain == Grain.DAY ? DAYS : HOURS) {
      each = size;
      if ((points + size - 1) / size <= COLUMNS_MAX) {
        break;
      }
    }
    return each;
  }

  private static List<Cell> cells(Overview stats, Heat heat, List<Instant> columns, int each) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int first = i * each;
      int end = Math.min(first + each, heat.points().size());
      Instant until = i + 1 < columns.size() ? columns.get(i + 1) : stats.until();
      Instant from = i == 0 ? stats.from() : columns.get(i);
      cells.add(new Cell(from, until, Totals.sum(heat.points().subList(first, end))));
    }
    return cells;
  }

  private static String width(int each, Grain grain) {
    return switch (grain) {
      case QUARTER -> "15 minutes";
      case HOUR -> each % 24 == 0 ? days(each / 24) : each == 1 ? "1 hour" : each + " hours";
      case DAY -> days(each);
    };
  }

  private static String days(int days) {
    return days == 1 ? "1 day" : days + " days";
  }
}
