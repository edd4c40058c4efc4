package io.waybill.dashboard;

import io.waybill.store.Sessions.Place;
import io.waybill.store.Stats.By;
import io.waybill.store.Stats.Overview;
import io.waybill.store.StatsReader;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Where everybody begins: what happened and what is happening, by the counters alone. */
final class OverviewPages {
  static final String PATH = "/";

  /** Everybody who looks at the same within this time sees the same figures, read once. */
  private static final Duration FRESH = Duration.ofSeconds(3);

  private static final int KEPT_MAX = 50;

  private final StatsReader reader;
  private final Desk desk;

  private record Asked(@Nullable Integer account, Instant from, Instant until, By by) {}

  private record Read(Instant at, CompletableFuture<Overview> figures) {}

  private final Map<Asked, Read> lately =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Read> eldest) {
          return size() > KEPT_MAX;
        }
      };

  OverviewPages(StatsReader reader, Desk desk) {
    this.reader = reader;
    this.desk = desk;
  }

  List<Page> pages() {
    return List.of(Page.get(PATH, Need.PERSON, this::show).at(Section.OVERVIEW, "Overview", 10));
  }

  private Reply show(Visit visit) throws SQLException {
    boolean isOperator = Need.OPERATOR.isMetBy(visit.person().role());
    Place place = visit.session().place();
    boolean isAll = isOperator && (place == null || visit.field("scope").equals("all"));
    Period period = Period.of(visit::field, visit.times().zone(), visit.now());
    By by = by(visit.field("by"), isOperator);
    Integer account = isAll || place == null ? null : Integer.valueOf(place.id());
    if (!isOperator && account == null) {
      return Reply.to(ProfilePages.PATH);
    }
    Overview stats = read(new Asked(account, period.from(), period.until(), by), visit.now());
    OverviewView view =
        new OverviewView(
            stats,
            period,
            by,
            HeatTable.of(stats),
            isAll,
            isOperator,
            isOperator && place != null,
            isAll ? names() : Map.of(),
            visit.link("/v1/omnimessage"));
    if (visit.isPart()) {
      return new Reply.Part("overview/figures", view);
    }
    return period.problem() == null ? Reply.page("overview", view) : Reply.again("overview", view);
  }

  private static By by(String word, boolean isOperator) {
    return switch (word) {
      case "network" -> By.NETWORK;
      case "carrier" -> isOperator ? By.CARRIER : By.COUNTRY;
      default -> By.COUNTRY;
    };
  }

  private Map<Integer, String> names() throws SQLException {
    Map<Integer, String> names = new TreeMap<>();
    for (var line : desk.admin().accounts()) {
      names.put(Integer.valueOf(line.columns().get(1)), line.columns().get(0));
    }
    return names;
  }

  /** The first who asks reads; who asks meanwhile, or just after, gets the same. */
  private Overview read(Asked asked, Instant now) {
    Read mine = new Read(now, new CompletableFuture<>());
    Read known;
    synchronized (lately) {
      known = lately.get(asked);
      boolean isFresh =
          known != null
              && !known.figures.isCompletedExceptionally()
              && known.at.plus(FRESH).isAfter(now);
      if (!isFresh) {
        lately.remove(asked);
        lately.put(asked, mine);
        known = null;
      }
    }
    if (known != null) {
      return join(known.figures);
    }
    try {
      mine.figures.complete(reader.overview(asked.account, asked.from, asked.until, asked.by));
    } catch (RuntimeException failed) {
      mine.figures.completeExceptionally(failed);
    }
    return join(mine.figures);
  }

  private static Overview join(CompletableFuture<Overview> figures) {
    try {
      return figures.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException why ? why : failed;
    }
  }
}
