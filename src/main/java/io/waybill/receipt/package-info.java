/// Turns what carriers report into events on the right message. Every deliver_sm is stored before
/// it is answered; what matches nothing is parked and matched again. Never calls another step.
@NullMarked
package io.waybill.receipt;

import org.jspecify.annotations.NullMarked;
