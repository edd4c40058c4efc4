package io.waybill.command;

import io.waybill.accept.Accept;
import io.waybill.accept.Feeder;
import io.waybill.account.Vault;
import io.waybill.dashboard.CampaignPages;
import io.waybill.dashboard.Page;
import io.waybill.dashboard.SendCheckPages;
import io.waybill.dashboard.SendDesk;
import io.waybill.dashboard.SendPages;
import io.waybill.store.CampaignCounts;
import io.waybill.store.CampaignFeed;
import io.waybill.store.Campaigns;
import io.waybill.store.Database;
import io.waybill.store.KeyList;
import io.waybill.store.MessageReader;
import io.waybill.store.People;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Sending by hand: its pages, and the worker that has campaigns accepted. */
final class Sending implements AutoCloseable {
  private final Feeder feeder;
  private final List<Page> pages;

  private Sending(Feeder feeder, List<Page> pages) {
    this.feeder = feeder;
    this.pages = pages;
  }

  static Sending start(
      Database database, Vault vault, Accept accept, MessageReader reader, InstantSource clock) {
    Campaigns campaigns = new Campaigns(database, vault, clock);
    CampaignCounts counts = new CampaignCounts(database);
    Feeder feeder =
        new Feeder(
            new CampaignFeed(database, vault),
            campaigns,
            counts,
            accept.byHand(),
            accept.lookup(),
            clock);
    SendDesk desk =
        new SendDesk(
            campaigns,
            counts,
            accept.byHand(),
            feeder::look,
            new KeyList(database),
            reader,
            new People(database, clock));
    List<Page> pages =
        Stream.of(
                new SendPages(desk).pages(),
                new SendCheckPages(desk).pages(),
                new CampaignPages(desk).pages())
            .flatMap(List::stream)
            .toList();
    return new Sending(feeder, pages);
  }

  List<Page> pages() {
    return pages;
  }

  @Override
  public void close() {
    feeder.close();
  }
}
