package io.waybill.store;

import java.time.Instant;
import java.time.LocalDate;
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
    Instant acceptedAt) {

  /** The same, with its recipient written in full. */
  Envelope to(String fullNumber) {
    return new Envelope(
        id,
        accountId,
        keyName,
        carrier,
        priority,
        sender,
        fullNumber,
        country,
        network,
        reference,
        dlrUrl,
        textStore,
        purgeDay,
        concatReference,
        udh,
        acceptedAt);
  }
}
