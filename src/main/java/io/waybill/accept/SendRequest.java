package io.waybill.accept;

import io.waybill.store.ReportFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request to reach one recipient, every field valid and every default filled in.
///
/// @param turns the chain, at least one, at most one for each channel
/// @param timeToSend after now; null for now
/// @param priority 0 high, 1 regular, 2 low
/// @param format the API that it came by
public record SendRequest(
    Numbers.Phone to,
    List<Turn> turns,
    @Nullable Instant timeToSend,
    int priority,
    String textStore,
    @Nullable String dlrUrl,
    @Nullable String reference,
    @Nullable String campaign,
    List<String> tags,
    ReportFormat format) {

  /// How far ahead the time to send may be.
  public static final Duration HORIZON = Duration.ofDays(90);

  /// The longest validity, minutes.
  public static final int VALIDITY_MINUTES_MAX = 10_080;

  /// Characters of the longest reference.
  public static final int REFERENCE_MAX = 200;

  public SendRequest {
    turns = List.copyOf(turns);
    tags = List.copyOf(tags);
  }

  /// One attempt on one channel.
  ///
  /// @param carrier the route (see [io.waybill.account.Routes]); [#BY_ROUTE] for SMS
  /// @param content the text as it goes on the air; hex if binary; for channels other than SMS the
  ///   JSON of their fields
  /// @param udh hex, its first octet is its length; null without one
  /// @param messageClass 0 to 3; null without one
  /// @param details for the first line of the timeline: parts, encoding, replaced characters
  public record Turn(
      String channel,
      String carrier,
      String sender,
      String content,
      int parts,
      @Nullable String udh,
      @Nullable Integer messageClass,
      boolean binary,
      Duration validity,
      Map<String, Object> details) {
    /// It is chosen when the message is made.
    public static final String BY_ROUTE = "";

    public Turn {
      details = Map.copyOf(details);
    }
  }

  /// What reading a request comes to.
  public sealed interface Read {
    /// A request that can be carried out.
    record Good(SendRequest request) implements Read {}

    /// Everything that is wrong; never empty.
    record Bad(List<io.waybill.http.Fault> faults) implements Read {
      public Bad {
        faults = List.copyOf(faults);
      }
    }
  }
}
