/// The core: what a message is and how it may change. Pure: no I/O, no clock, no logging.
@NullMarked
package io.waybill.message;

import org.jspecify.annotations.NullMarked;
