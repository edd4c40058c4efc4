/// An operator on your laptop: speaks real SMPP on a TCP socket, takes messages, and sends receipts
/// about them. What it does with each message is decided by a [io.waybill.simulator.Behaviour], by
/// default by the recipient's last two digits ([io.waybill.simulator.Outcomes]).
///
/// A [io.waybill.simulator.Simulator] accepts connections; each is a `Session`, which reads on one
/// thread and writes through its `Outbox` on another. The `Exchange` answers what was submitted and
/// plans the receipts; the `Mailroom` brings them to whoever is bound under the sender's name, and
/// keeps them while nobody is. Nothing survives the process.
@NullMarked
package io.waybill.simulator;

import org.jspecify.annotations.NullMarked;
