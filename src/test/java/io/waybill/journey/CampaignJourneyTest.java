package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.Vault;
import io.waybill.simulator.Options;
import io.waybill.store.AdminStore;
import io.waybill.store.Campaign;
import io.waybill.store.Campaigns;
import io.waybill.store.Database;
import io.waybill.store.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people send by hand gets through whatever happens, once.
class CampaignJourneyTest {
  private static final int RECIPIENTS = 3_000;
  private static final Duration BOUND = Duration.ofMinutes(2);

  /// What is done with the campaigns of a site.
  private interface Work<T> {
    T on(Campaigns campaigns, int account) throws SQLException, AdminStore.Refused;
  }

  private static <T> T campaigns(World world, Work<T> work) {
    try (Database database =
        Database.open(
            world.site.url(), TestPostgres.user(), TestPostgres.password(), 4, Clock.systemUTC())) {
      Vault vault = Vault.open(world.site.config().keyFile());
      int account = (int) world.site.count("SELECT id FROM account WHERE name = 'Kohvik'");
      return work.on(new Campaigns(database, vault, Clock.systemUTC()), account);
    } catch (SQLException | IOException | AdminStore.Refused e) {
      throw new AssertionError(e);
    }
  }

  private static UUID start(World world, int recipients) {
    UUID id = UUID.randomUUID();
    var content = new Campaign.Content("All", "Kohvik", "on", "regular", null, "UTC", "", -1);
    boolean isStarted =
        campaigns(
            world,
            (campaigns, account) -> {
              campaigns.save(
                  new Campaigns.Draft(id, account, "a@b.example", content, "Hi all", "list", null));
              Campaign draft = campaigns.find(account, id).orElseThrow();
              boolean started =
                  campaigns.start(
                      account,
                      id,
                      draft.changedAt(),
                      30,
                      lines -> {
                        for (int n = 1; n <= recipients; n++) {
                          lines.accept(new Campaign.Line(n, "+37255%06d".formatted(n), null, null));
                        }
                      });
              assertThat(campaigns.start(account, id, draft.changedAt(), 30, lines -> {}))
                  .as("a second press of Send")
                  .isFalse();
              return started;
            });
    assertThat(isStarted).isTrue();
    return id;
  }

  private static long messages(World world) {
    return world.site.count("SELECT (SELECT count(*) FROM live) + (SELECT count(*) FROM history)");
  }

  private static long different(World world) {
    return world.site.count(
        "SELECT count(DISTINCT recipient_hash) FROM (SELECT recipient_hash FROM live UNION ALL"
            + " SELECT recipient_hash FROM history) AS m");
  }

  private static long lines(World world, String where) {
    return world.site.count("SELECT count(*) FROM campaign_line WHERE " + where);
  }

  private static void change(World world, String sql) {
    try (var db = world.site.sql();
        var statement = db.createStatement()) {
      statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  @Test
  void aRestartInTheMiddleSendsEverybodyOneMessage(@TempDir Path directory) {
    try (World world =
        World.furnish(
            directory, Options.defaults(), port -> Site.link(Site.LINK, port, 100, 0, 60))) {
      start(world, RECIPIENTS);
      world.startServer();
      Await.until("some are accepted", () -> messages(world) > 0);
      world.stopServer();
      long before = messages(world);
      assertThat(before).as("accepted before the restart").isLessThan(RECIPIENTS);
      // As after a crash: the ids are stored, what became of them is not.
      change(
          world,
          "UPDATE campaign_line SET state = 'HANDED' WHERE n IN (SELECT n FROM campaign_line WHERE"
              + " message_id IS NOT NULL ORDER BY n DESC LIMIT 150)");
      change(
          world,
          "UPDATE campaign_line SET state = 'HANDED', message_id = gen_random_uuid() WHERE n IN"
              + " (SELECT n FROM campaign_line WHERE state = 'WAITING' ORDER BY n LIMIT 150)");
      world.startServer();
      Await.until(
          BOUND,
          () -> messages(world) + " messages, to be " + RECIPIENTS,
          () ->
              world.site.count("SELECT count(*) FROM campaign WHERE stage = 'fed'") == 1
                  && world.site.count("SELECT count(*) FROM history WHERE state = 'DELIVERED'")
                      == RECIPIENTS);
      assertThat(messages(world)).isEqualTo(RECIPIENTS);
      assertThat(different(world)).isEqualTo(RECIPIENTS);
      Await.until(
          BOUND,
          () -> "the counts to follow",
          () -> lines(world, "state = 'DELIVERED'") == RECIPIENTS);
      Await.until(
          "it is over", () -> world.site.count("SELECT count(*) FROM campaign WHERE is_over") == 1);
      assertThat(lines(world, "sealed IS NOT NULL")).as("numbers kept twice").isZero();
    }
  }

  @Test
  void whatIsCancelledWhileItIsFedIsNotSentAndAllIsAccountedFor(@TempDir Path directory) {
    try (World world =
        World.furnish(
            directory,
            Options.defaults(),
            // So slow that most of it is still here when it is cancelled.
            port -> Site.link(Site.LINK, port, 10, 50, 60))) {
      UUID id = start(world, RECIPIENTS);
      world.startServer();
      Await.until("some are accepted", () -> messages(world) > 0);
      boolean isAsked = campaigns(world, (campaigns, account) -> campaigns.cancel(account, id));
      assertThat(isAsked).isTrue();
      Await.until(
          BOUND,
          () -> "the campaign to be cancelled",
          () -> world.site.count("SELECT count(*) FROM campaign WHERE stage = 'cancelled'") == 1);
      long accepted = messages(world);
      Await.until(
          BOUND, () -> "all to be over", () -> world.site.count("SELECT count(*) FROM live") == 0);
      assertThat(messages(world)).isEqualTo(accepted).isLessThanOrEqualTo(RECIPIENTS);
      assertThat(lines(world, "state = 'NOT_SENT'")).isEqualTo(RECIPIENTS - accepted);
      assertThat(world.site.count("SELECT count(*) FROM history WHERE state = 'DELIVERED'"))
          .isLessThan(RECIPIENTS / 2);
      Await.until(
          BOUND,
          () -> "every line to be final",
          () -> lines(world, "state IN ('NOT_SENT', 'CANCELLED', 'DELIVERED')") == RECIPIENTS);
    }
  }

  @Test
  void textAndNumbersGoWhenTheirTimeIsOver(@TempDir Path directory) {
    try (World world =
        World.furnish(
            directory, Options.defaults(), port -> Site.link(Site.LINK, port, 100, 0, 60))) {
      UUID id = start(world, 3);
      change(world, "UPDATE campaign_line SET state = 'SKIPPED', why = 'wrong' WHERE n = 2");
      change(
          world,
          "UPDATE campaign SET stage = 'fed', purge_day = '%s'"
              .formatted(
                  Clock.systemUTC()
                      .instant()
                      .minus(2, ChronoUnit.DAYS)
                      .toString()
                      .substring(0, 10)));
      world.startServer();
      Await.until("nothing is kept", () -> lines(world, "sealed IS NOT NULL") == 0);
      Campaign campaign =
          campaigns(world, (campaigns, account) -> campaigns.find(account, id).orElseThrow());
      assertThat(campaign.text()).isNull();
    }
  }
}
