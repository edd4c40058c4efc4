package io.waybill.carrier;

import io.waybill.smpp.ShortMessage;
import java.time.Instant;
import java.util.UUID;

/**
 * One part to be written to a link.
 *
 * @param attempt the claim under which it is written
 * @param validUntil it is not written after this
 */
public record Ticket(
    UUID message, int part, int attempt, Instant validUntil, String recipient, ShortMessage pdu) {}
