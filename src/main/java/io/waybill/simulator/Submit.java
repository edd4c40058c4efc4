package io.waybill.simulator;

import io.waybill.smpp.ShortMessage;

/// A message that has just arrived.
///
/// @param message as it was read; of a data_sm the text is in [ShortMessage#payload]
/// @param number counts what arrived on all sessions, from 1
/// @param timesSeen how often this recipient was sent these same octets, this time included; only
///   the last 100,000 different messages are remembered
/// @param systemId who submits
/// @param owed receipts that were promised to this system_id and not acknowledged yet
public record Submit(ShortMessage message, long number, int timesSeen, String systemId, int owed) {}
