/// Links to mobile operators over SMPP 3.4: bind, keep alive, reconnect, window and rate. Turns our
/// words into PDUs and theirs into ours; knows nothing of the ledger.
@NullMarked
package io.waybill.carrier;

import org.jspecify.annotations.NullMarked;
