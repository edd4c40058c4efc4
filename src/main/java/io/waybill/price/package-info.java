/// What operators ask for an SMS: prices by country and network, as the operator of this
/// installation has set them, and how they are read from and written to files. Pure; `store` keeps
/// them.
@NullMarked
package io.waybill.price;

import org.jspecify.annotations.NullMarked;
