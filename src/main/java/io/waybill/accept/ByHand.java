package io.waybill.accept;

import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.account.Routes;
import io.waybill.http.Fault;
import io.waybill.http.Json;
import io.waybill.price.Prices;
import io.waybill.store.Envelope;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Outcome;
import io.waybill.store.ReportFormat;
import io.waybill.text.Autoconvert;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What people send by hand, on the way of `POST /api/v1/messages`: the same reading, price, route
/// and ledger. No reports go to a customer's server: people look at the page. Thread-safe.
public final class ByHand {
  /// What stands for the API key in messages that were sent by hand. Keys of customers have no
  /// brackets.
  public static final String KEY = "(dashboard)";

  private final Intake intake;
  private final KeyRing ring;
  private final Prices prices;
  private final int partsMax;

  ByHand(Intake intake, KeyRing ring, Prices prices, int partsMax) {
    this.intake = intake;
    this.ring = ring;
    this.prices = prices;
    this.partsMax = partsMax;
  }

  /// What is to be sent to somebody.
  ///
  /// @param autoconvert `on`, `full` or `off`
  /// @param priority `regular`, `high` or `low`
  /// @param timeToSend null or past: at once
  /// @param campaign the label of the messages
  public record Wish(
      int accountId,
      String text,
      String sender,
      String autoconvert,
      String priority,
      @Nullable Instant timeToSend,
      @Nullable String campaign) {}

  /// What reading a wish for one recipient comes to.
  public sealed interface Read {
    /// It can be handed in.
    ///
    /// @param partPrice euro; null where the operator has set none
    /// @param hasRoute whether any carrier would take it
    record Good(NewMessage message, int parts, @Nullable BigDecimal partPrice, boolean hasRoute)
        implements Read {}

    /// It cannot, with a sentence about why.
    record Bad(String why) implements Read {}
  }

  /// Reads, checks and prices a message; nothing is stored.
  ///
  /// @param to international, with +
  public Read read(Wish wish, String to) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("to", to);
    root.put("priority", wish.priority);
    if (wish.timeToSend != null) {
      root.put("time_to_send", Times.write(wish.timeToSend));
    }
    if (wish.campaign != null) {
      root.put("campaign", wish.campaign);
    }
    root.putArray("messages")
        .addObject()
        .put("channel", Envelope.SMS)
        .put("text", wish.text)
        .put("sender", wish.sender)
        .put("autoconvert", wish.autoconvert);
    return switch (intake.prepare(
        new Json.Parsed.Tree(root, List.of()), key(wish.accountId), ReportFormat.PRODUCT)) {
      case Intake.Prepared.Bad(var faults) ->
          new Read.Bad(faults.stream().map(Fault::detail).collect(Collectors.joining(" ")));
      case Intake.Prepared.Good(var chain) -> {
        NewMessage message = chain.getFirst();
        yield new Read.Good(
            message,
            message.acceptance().parts(),
            message.envelope().extras().partPrice(),
            !message.envelope().carrier().equals(Routes.NO_ADAPTER));
      }
    };
  }

  /// Hands in messages that were read, all or none; answered after the commit.
  public CompletableFuture<Outcome> store(List<NewMessage> messages) {
    return intake.storeMany(messages);
  }

  /// Whether the account may send now.
  public boolean isOpen(int accountId) {
    return ring.account(accountId).map(Account::enabled).orElse(false);
  }

  /// Days that texts and full numbers of the account are kept after sending.
  public int contentDays(int accountId) {
    return ring.account(accountId).map(Account::contentDays).orElse(0);
  }

  /// What is left on the account, euro; empty if it is not limited.
  public Optional<BigDecimal> balance(int accountId) {
    return prices.balance(accountId);
  }

  /// What a part to that number costs, euro; empty where the operator has set no price.
  public Optional<BigDecimal> partPrice(Numbers.Phone to) {
    return prices.list().partPrice(to.country(), to.network());
  }

  /// What a text becomes on the air.
  public TextLook look(int accountId, String text, String autoconvert) {
    return TextLook.at(
        text,
        Autoconvert.of(autoconvert).orElse(Autoconvert.ON),
        ring.account(accountId).map(Account::replacements).orElse(java.util.Map.of()));
  }

  /// Most parts a text may have.
  public int partsMax() {
    return partsMax;
  }

  /// A key in memory only: nobody can log in with it.
  private static ApiKey key(int accountId) {
    return new ApiKey(KEY, accountId, "", true, null, null, "off");
  }
}
