package io.waybill.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is written on a message's outside and does not change: who sends what to whom, and how.
 *
 * @param id the message's id; the omnimessage's follows from it ({@link io.waybill.message.Ids})
 * @param keyName API username of the key that accepted it: its password signs the callbacks
 * @param carrier the route, chosen at acceptance
 * @param priority 0 high, 1 regular, 2 low: smaller goes first
 * @param recipient E.164 with +
 * @param country ISO 3166 alpha-2; null where none is known
 * @param network the recipient's operator as assumed from the number; null where unknown
 * @param reference the customer's own, at most 200 characters
 * @param dlrUrl where reports go; null: nowhere
 * @param textStore what is kept of the text: plaintext, sha256 or nostore
 * @param purgeDay when text and full number are deleted
 * @param concatReference of the parts of a long text, 0 to 255
 * @param udh the customer's own user data header, hex; null if none
 * @param channel as the contract writes it: sms, viber, whatsapp, telegram, rcs
 * @param format how its reports are written: as the API that accepted it does
 * @param extras what few messages have
 */
public record Envelope(
    UUID id,
    int accountId,
    String keyName,
    String carrier,
    int priority,
    String sender,
    String recipient,
    @Nullable String country,
    @Nullable String network,
    @Nullable String reference,
    @Nullable String dlrUrl,
    String textStore,
    LocalDate purgeDay,
    int concatReference,
    @Nullable String udh,
    Instant acceptedAt,
    String channel,
    ReportFormat format,
    Extras extras) {

  /** The channel that needs a link of a carrier; all others need an adapter. */
  public static final String SMS = "sms";

  /**
   * What few messages have.
   *
   * @param messageClass 0 to 3 (GSM 03.38 §4); null for none
   * @param binary whether the text is octets, written in hex
   * @param campaign the customer's own, at most 100 characters
   * @param tags the customer's own, for filters
   * @param partPrice of one part; null if the operator has set no price
   */
  public record Extras(
      @Nullable Integer messageClass,
      boolean binary,
      @Nullable String campaign,
      List<String> tags,
      @Nullable BigDecimal partPrice) {
    /** Nothing of it. */
    public static final Extras NONE = new Extras(null, false, null, List.of(), null);

    public Extras {
      tags = List.copyOf(tags);
    }
  }

  /** The same, with its recipient written in full. */
  Envelope to(String fullNumber) {
    return with(carrier, fullNumber);
  }

  /** The same, by that carrier. */
  Envelope by(String otherCarrier) {
    return otherCarrier.equals(carrier) ? this : with(otherCarrier, recipient);
  }

  private Envelope with(String newCarrier, String newRecipient) {
    return new Envelope(
        id,
        accountId,
        keyName,
        newCarrier,
        priority,
        sender,
        newRecipient,
        country,
        network,
        reference,
        dlrUrl,
        textStore,
        purgeDay,
        concatReference,
        udh,
        acceptedAt,
        channel,
        format,
        extras);
  }
}
