/// The product's own benchmark: a whole Waybill as a child process, the simulated operator, a
/// customer's server and a load in this one. It holds both ends of every message's way, so it knows
/// what was lost, told wrongly or doubled, and how long each step took, without asking Waybill.
///
/// A [io.waybill.bench.Bench] runs one [io.waybill.bench.Scenario] on a `Rig`; the `Book` remembers
/// every message, `Proc` reads what the processes used, the [io.waybill.bench.Report] is what a
/// person and a program read.
@NullMarked
package io.waybill.bench;

import org.jspecify.annotations.NullMarked;
