package io.waybill.dashboard;

import io.waybill.message.State;
import io.waybill.message.State.Group;
import io.waybill.store.Campaign;
import io.waybill.store.Campaign.Count;
import io.waybill.store.Campaign.Counts;
import io.waybill.store.Campaign.Stage;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A campaign with how it stands.
 *
 * @param maySend whether this person may cancel it
 */
public record CampaignLine(Campaign campaign, Counts counts, boolean maySend) {
  private static final int BAR = 1_000;

  /** Nobody pays for what was not accepted, was cancelled here, or was refused by our own rules. */
  private static final Set<String> FREE =
      Set.of(
          Campaign.SKIPPED,
          Campaign.REFUSED_HERE,
          Campaign.NOT_SENT,
          Campaign.WAITING,
          State.CANCELLED.name(),
          State.REJECTED.name());

  /** A stretch of the bar. */
  public record Stretch(String kind, int from, int width) {}

  /** How many of its messages stand in a group. */
  public int of(Group group) {
    return counts.of(group);
  }

  /** Delivered. */
  public int delivered() {
    return counts.of(Group.DELIVERED);
  }

  /** On the way to the handset. */
  public int sent() {
    return counts.of(Group.SENT);
  }

  /** Failed, expired, unknown at the deadline. */
  public int failed() {
    return counts.of(Group.FAILED);
  }

  /** Refused by the operator, or by a rule here. */
  public int rejected() {
    return counts.of(Group.REJECTED);
  }

  /** Whether something may still change by itself. */
  public boolean isLive() {
    return !campaign.isOver();
  }

  /** Whether there is something to cancel. */
  public boolean isCancellable() {
    return maySend
        && counts.waiting() > 0
        && (campaign.stage() == Stage.FEEDING || campaign.stage() == Stage.FED);
  }

  /** Where it stands, in a word or two. */
  public String word() {
    return switch (campaign.stage()) {
      case DRAFT -> "Draft";
      case CANCELLING -> "Being cancelled";
      case CANCELLED -> campaign.isOver() ? "Cancelled" : "Cancelled, some under way";
      case FEEDING -> "Being accepted";
      case FED ->
          campaign.isOver()
              ? "Done"
              : counts.of(State.SCHEDULED.name()) > 0 ? "Scheduled" : "Under way";
    };
  }

  /** The badge's colour. */
  public String tone() {
    return campaign.stage() == Stage.CANCELLED
        ? "rejected"
        : campaign.isOver() ? "delivered" : "sent";
  }

  /** Its bar: each group as wide as its share. */
  public List<Stretch> bar() {
    int all = Math.max(1, counts.recipients());
    List<Stretch> bar = new ArrayList<>();
    long before = 0;
    String[] kinds = {"delivered", "sent", "failed", "rejected", "cancelled"};
    int[] each = {delivered(), sent(), failed(), rejected(), counts.cancelled()};
    for (int i = 0; i < kinds.length; i++) {
      int from = (int) (before * BAR / all);
      before += each[i];
      int to = (int) (before * BAR / all);
      if (each[i] > 0) {
        bar.add(new Stretch(kinds[i], from, Math.max(to - from, 2)));
      }
    }
    return bar;
  }

  /** The bar in words, for those who do not see it. */
  public String barWords() {
    return "%s delivered, %s sent, %s failed, %s rejected, %s cancelled, %s waiting, of %s"
        .formatted(
            Figures.number(delivered()),
            Figures.number(sent()),
            Figures.number(failed()),
            Figures.number(rejected()),
            Figures.number(counts.cancelled()),
            Figures.number(counts.waiting()),
            Figures.number(counts.recipients()));
  }

  /** Delivered of those that are final and were sent; a dash before there is one. */
  public String rateOfFinal() {
    return rate(delivered() + failed() + rejected());
  }

  /** Delivered of all that are to be sent. */
  public String rateOfAll() {
    return rate(counts.recipients() - counts.cancelled());
  }

  private String rate(int of) {
    if (of <= 0) {
      return "–";
    }
    // Rounded down: what is not all is not 100 %.
    double tenths = Math.floor(delivered() * 1000.0 / of);
    return String.format(Locale.ENGLISH, "%.1f %%", tenths / 10);
  }

  /** What its messages cost; a dash where no price is set. */
  public String price() {
    BigDecimal sum = null;
    for (Map.Entry<String, Count> entry : counts.byState().entrySet()) {
      BigDecimal price = entry.getValue().price();
      if (price != null && !FREE.contains(entry.getKey())) {
        sum = sum == null ? price : sum.add(price);
      }
    }
    return sum == null ? "–" : sum.stripTrailingZeros().toPlainString() + " €";
  }

  /** How many of those that are paid for have no price. */
  public int unpriced() {
    return counts.byState().entrySet().stream()
        .filter(e -> !FREE.contains(e.getKey()))
        .mapToInt(e -> e.getValue().unpriced())
        .sum();
  }

  /** Where its messages are listed; the group may be empty. */
  public String messages(String group) {
    Instant started = campaign.startedAt() == null ? campaign.createdAt() : campaign.startedAt();
    String path =
        "/messages?from="
            + started.minusSeconds(60)
            + "&campaign="
            + URLEncoder.encode(campaign.content().name(), StandardCharsets.UTF_8);
    return group.isEmpty() ? path : path + "&group=" + group;
  }

  /** What the export says of a line whose message cannot be read, or that has none. */
  static String word(String state) {
    return switch (state) {
      case Campaign.WAITING, "HANDED" -> "Waiting";
      case Campaign.SKIPPED -> "Left out";
      case Campaign.REFUSED_HERE -> "Not accepted";
      case Campaign.NOT_SENT -> "Cancelled";
      default -> State.valueOf(state).word();
    };
  }
}
