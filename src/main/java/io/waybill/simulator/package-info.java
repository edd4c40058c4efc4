/// An operator on your laptop: speaks real SMPP on a TCP socket, takes messages, and sends receipts
/// about them. What it does with each message is decided by a [io.waybill.simulator.Behaviour], by
/// default by the recipient's last two digits ([io.waybill.simulator.Outcomes]), in tests by
/// whatever they say, and else by a `Personality`.
///
/// A [io.waybill.simulator.Cast] is a checked document of personalities; the `Troupe` plays it, a
/// `Role` for each, and can be given another while it runs: by a file that a `Follower` looks at,
/// or by commands through `Control`. `Choices` decides about one message, pure, by `Dice` that
/// depend on nothing but the seed and the message's number. `Mischief` does to a session what is
/// due by the clock.
///
/// A [io.waybill.simulator.Simulator] accepts connections; each is a `Session`, which reads on one
/// thread and writes through its `Outbox` on another. The `Exchange` answers what was submitted and
/// plans the receipts; the `Mailroom` brings them to whoever is bound under the sender's name, and
/// keeps them while nobody is. Nothing survives the process.
@NullMarked
package io.waybill.simulator;

import org.jspecify.annotations.NullMarked;
