/// What the process needs to run and be watched: its configuration, metrics, health and log. Knows
/// nothing of messages; every other package may use it.
///
/// `waybill.yaml` describes this process only. Carriers, accounts and prices live in the database.
@NullMarked
package io.waybill.ops;

import org.jspecify.annotations.NullMarked;
