package io.waybill.dashboard;

import io.waybill.accept.ByHand;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.CampaignCounts;
import io.waybill.store.Campaigns;
import io.waybill.store.KeyList;
import io.waybill.store.MessageReader;
import io.waybill.store.People;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the pages to send from, and those of campaigns, work with.
 *
 * @param wake called when a campaign has something to do
 * @param people writes the audit log
 */
public record SendDesk(
    Campaigns campaigns,
    CampaignCounts counts,
    ByHand byHand,
    Runnable wake,
    KeyList keys,
    MessageReader reader,
    People people,
    Map<UUID, Boolean> looking) {
  private static final Duration LOOK_TIME = Duration.ofMillis(300);

  public SendDesk(
      Campaigns campaigns,
      CampaignCounts counts,
      ByHand byHand,
      Runnable wake,
      KeyList keys,
      MessageReader reader,
      People people) {
    this(campaigns, counts, byHand, wake, keys, reader, people, new ConcurrentHashMap<>());
  }

  /** Looks how a campaign's messages stand, unless somebody is just looking. */
  void look(UUID campaign, boolean isDeep, Instant now) throws SQLException {
    if (looking.putIfAbsent(campaign, true) == null) {
      try {
        counts.look(campaign, isDeep, LOOK_TIME, now);
      } finally {
        looking.remove(campaign);
      }
    }
  }

  /** Notes in the audit log what somebody did with a campaign. */
  void note(Visit visit, String action, String name) throws SQLException, Refused {
    people.note(visit.by(), action, "campaign", name);
  }
}
