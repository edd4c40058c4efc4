/// The classic text API (contract 3): parameters in, one line of text out, always HTTP 200. What is
/// sent goes the same way as what comes by the omnichannel API; only the reading and the answers
/// are here, and reports are written the classic way.
@NullMarked
package io.waybill.classic;

import org.jspecify.annotations.NullMarked;
