package io.waybill.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.store.Stats;
import io.waybill.store.Stats.Grain;
import io.waybill.store.Stats.Heat;
import io.waybill.store.Stats.Overview;
import io.waybill.store.Stats.Point;
import io.waybill.store.Stats.Times;
import io.waybill.store.Stats.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However long the time is, the heat table stays readable and loses no point. */
class HeatTableTest {
  private static final Instant FROM = Instant.parse("2026-11-15T18:00:00Z");
  private static final Totals NONE = Totals.sum(List.of());
  private static final Times UNTIMED = new Times(0, null, null, null);

  private static Overview stats(int points, Grain grain, int names) {
    Duration each =
        switch (grain) {
          case QUARTER -> Duration.ofMinutes(15);
          case HOUR -> Duration.ofHours(1);
          case DAY -> Duration.ofDays(1);
        };
    List<Point> series = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      series.add(new Point(FROM.plus(each.multipliedBy(i)), NONE, UNTIMED));
    }
    return new Overview(
        FROM,
        FROM.plus(each.multipliedBy(points)),
        grain,
        NONE,
        UNTIMED,
        UNTIMED,
        UNTIMED,
        series,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Collections.nCopies(names, new Heat("x", "", Collections.nCopies(points, NONE))),
        List.<Stats.Err>of());
  }

  @ParameterizedTest
  @CsvSource({
    "5, QUARTER, 5, 15 minutes",
    "25, HOUR, 25, 1 hour",
    "49, HOUR, 25, 2 hours",
    "169, HOUR, 29, 6 hours",
    "216, HOUR, 27, 8 hours",
    "31, DAY, 31, 1 day",
    "60, DAY, 30, 2 days",
    "400, DAY, 29, 14 days",
  })
  void pointsShareColumnsUntilAllHaveRoom(int points, Grain grain, int columns, String width) {
    HeatTable table = HeatTable.of(stats(points, grain, 1));
    assertThat(table.columns()).hasSize(columns);
    assertThat(table.width()).isEqualTo(width);
    List<HeatTable.Cell> cells = table.rows().getFirst().cells();
    assertThat(cells).hasSize(columns);
    for (int i = 1; i < cells.size(); i++) {
      assertThat(cells.get(i).from()).isEqualTo(cells.get(i - 1).until());
    }
  }

  @Test
  void onlyTheNamesWithMostMessagesAreShownAndTheOthersCounted() {
    HeatTable table = HeatTable.of(stats(24, Grain.HOUR, 40));
    assertThat(table.rows()).hasSize(25);
    assertThat(table.hidden()).isEqualTo(15);
    assertThat(table.rows().getFirst().cells().getFirst().text()).isEmpty();
    assertThat(table.rows().getFirst().cells().getFirst().level()).isEqualTo(-1);
  }
}
