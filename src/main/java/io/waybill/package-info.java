/// Waybill: a self-hosted SMS platform whose every message can be followed in real time.
@NullMarked
package io.waybill;

import org.jspecify.annotations.NullMarked;
