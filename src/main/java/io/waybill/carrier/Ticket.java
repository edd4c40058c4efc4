package io.waybill.carrier;

import io.waybill.smpp.ShortMessage;
import java.time.Instant;
import java.util.UUID;

/**
 * One submit_sm to be written to a link.
 *
 * @param part the part it carries, or the first of them
 * @param parts how many it carries: 1, or all of a text that the carrier takes whole
 * @param attempt the claim under which it is written
 * @param validUntil it is not written after this
 */
public record Ticket(
    UUID message,
    int part,
    int parts,
    int attempt,
    Instant validUntil,
    String recipient,
    ShortMessage pdu) {}
