/// Step 2 for the channels beyond SMS: due messages to the providers of Viber, WhatsApp, Telegram
/// or whatever speaks the generic protocol, and what those report to the ledger. One adapter is one
/// provider's way for one channel; all that they share (claims, bounds, retries, matching, storing
/// before answering) is done once, around them.
@NullMarked
package io.waybill.channel;

import org.jspecify.annotations.NullMarked;
