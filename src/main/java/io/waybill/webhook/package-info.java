/// The last of the four steps: tells each customer what became of their messages. Takes reports
/// from memory right after they were committed, or from the ledger where there was no room; POSTs
/// each to the customer's endpoint, and records how that ended.
///
/// Start with [io.waybill.webhook.Webhook]; how much is kept and who is next is `Endpoints`, one
/// HTTP exchange is `Caller`, what an answer means is `Verdict`, when to try again is `Schedule`,
/// where callbacks may go is `AddressCheck`. Rules: design.md section 10, contract 1.6.
@NullMarked
package io.waybill.webhook;

import org.jspecify.annotations.NullMarked;
