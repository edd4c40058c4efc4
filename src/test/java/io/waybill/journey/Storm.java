package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.journey.Chance.Verdict;
import io.waybill.journey.Customer.Told;
import io.waybill.simulator.Options;
import io.waybill.store.StoredTimeline;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// A Waybill under load, with an operator by chance and a customer; and at last the reckoning:
/// nothing that was accepted is lost, whatever was done to the program meanwhile.
final class Storm implements AutoCloseable {
  static final int WINDOW = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Storm.class);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(90);

  final Site site;
  final Load load;
  private final long seed;
  private final Chance chance;
  private final Operator operator;
  private final Customer customer = new Customer();

  Storm(Path directory, long seed) {
    int port = Site.freePort();
    try {
      site = Site.make(directory, port);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    this.seed = seed;
    chance = new Chance(seed);
    operator = new Operator(Options.defaults());
    operator.does(chance);
    load = new Load(port);
    site.openAccount(customer.uri());
    site.admin(admin -> admin.putLink(Site.link(Site.LINK, operator.port(), WINDOW, 0, 60)));
  }

  /// Lets the load go on for so long, from the next message on that is accepted.
  void rage(long millis) {
    int before = load.accepted();
    Await.until(
        Duration.ofSeconds(60), () -> "messages are accepted", () -> load.accepted() > before);
    Await.rest(millis);
  }

  /// Waits until everything is final and told, then checks that all promises were kept.
  ///
  /// @param deaths how often the program died without notice
  void settle(int deaths) {
    load.calm();
    Await.until(
        ENDS_WITHIN,
        () -> "nothing is under way, but " + unfinished(),
        () ->
            site.count("SELECT count(*) FROM live")
                    + site.count("SELECT count(*) FROM untold")
                    + strangers()
                == 0);
    Invariants.hold(site);
    assertThat(customer.forged()).isEmpty();
    Map<String, Row> rows = rows();
    Map<Integer, String> ids = load.ids();
    assertThat(rows.keySet()).as("one message for each key").hasSameElementsAs(ids.values());
    assertThat(rows).hasSize(ids.size());
    ids.forEach((number, id) -> {
      Verdict verdict = chance.verdict(Load.to(number));
      assertThat(rows.get(id)).extracting(Row::state).as(id).isEqualTo(verdict.state());
      assertThat(firstSights(id))
          .as("what was told of %s", id)
          .isIn(List.of(expected(verdict), withoutAck(number, verdict)));
    });
    assertThat(customer.messages()).hasSameElementsAs(ids.values());
    duplicates(rows, ids, deaths);
  }

  private static List<String> expected(Verdict verdict) {
    return switch (verdict) {
      case REFUSED -> List.of(verdict.words);
      case DELIVERED_LATER -> List.of("ACK 0", "ACCEPTD 0", verdict.words);
      case DELIVERED, THROTTLED_FIRST, UNDELIVERED, EXPIRED, REJECTED ->
          List.of("ACK 0", verdict.words);
    };
  }

  /// A receipt about one part may come before the answer about the other: then there never is a
  /// time at which all parts are sent and none is more than that, and so no ACK.
  private static List<String> withoutAck(int number, Verdict verdict) {
    List<String> all = expected(verdict);
    boolean perhaps =
        Load.parts(number) > 1
            && switch (verdict) {
              case DELIVERED_LATER, UNDELIVERED, EXPIRED, REJECTED -> true;
              case DELIVERED, THROTTLED_FIRST, REFUSED -> false;
            };
    return perhaps ? all.subList(1, all.size()) : all;
  }

  /// Reports in the order in which each was seen for the first time.
  private List<String> firstSights(String id) {
    Set<String> deliveries = new LinkedHashSet<>();
    List<String> words = new ArrayList<>();
    for (Told told : customer.told(id)) {
      if (deliveries.add(told.delivery())) {
        words.add(told.words());
      }
    }
    return words;
  }

  /// What the operator took twice is admitted in the timeline, and a window's worth for each death.
  private void duplicates(Map<String, Row> rows, Map<Integer, String> ids, int deaths) {
    Map<String, Integer> twice = new HashMap<>();
    chance
        .taken()
        .forEach((part, times) -> {
          if (times > 1) {
            twice.merge(ids.getOrDefault(Load.number(part.to()), "?"), times - 1, Integer::sum);
          }
        });
    assertThat(twice)
        .allSatisfy((id, times) -> {
          Row row = rows.get(id);
          assertThat(row).as("a message taken twice").isNotNull();
          assertThat(times)
              .as("%s: %s", id, row)
              .isLessThanOrEqualTo(row == null ? 0 : row.admitted());
        });
    int all = twice.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(all).as("taken twice").isLessThanOrEqualTo(WINDOW * deaths);
    long parked = site.count("SELECT count(*) FROM receipt_parked");
    LOG.warn(
        "seed {}, {} deaths: {} accepted, {} parts taken twice, {} receipts without a message",
        seed,
        deaths,
        ids.size(),
        all,
        parked);
    assertThat(parked)
        .as("receipts about what was taken, but answered to the dead")
        .isLessThanOrEqualTo(2L * all);
  }

  /// Receipts that have found no message yet, but will be tried again within seconds.
  private long strangers() {
    return site.count("SELECT count(*) FROM receipt_parked WHERE tries < 2");
  }

  private String unfinished() {
    return site.count("SELECT count(*) FROM live")
        + " live, "
        + site.count("SELECT count(*) FROM untold")
        + " to be told, "
        + strangers()
        + " receipts just parked";
  }

  /// @param admitted parts that its timeline says may have been submitted once more
  private record Row(String state, int admitted, String timeline) {}

  private Map<String, Row> rows() {
    Map<String, Row> rows = new HashMap<>();
    try (var db = site.sql();
        var statement = db.createStatement();
        var row = statement.executeQuery("SELECT id, state, timeline FROM history")) {
      while (row.next()) {
        String timeline = row.getString(3);
        int admitted = StoredTimeline.entries(timeline).stream().mapToInt(Storm::admitted).sum();
        rows.put(row.getString(1), new Row(row.getString(2), admitted, timeline));
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static int admitted(JsonNode line) {
    return switch (line.path("event").asString()) {
      case "owner_died" -> line.path("parts_uncertain").asInt();
      case "uncertain" -> 1;
      default -> 0;
    };
  }

  @Override
  public void close() {
    load.close();
    operator.close();
    customer.close();
  }
}
