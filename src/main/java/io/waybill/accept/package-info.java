/// Step 1: an HTTP request becomes a valid message, is recorded, and is answered. Also what
/// customers ask about their messages afterwards, and the document that describes all of it. Tells
/// everything that is wrong with a request at once.
@NullMarked
package io.waybill.accept;

import org.jspecify.annotations.NullMarked;
