/// Journeys as a user sees them: HTTP in, SMPP to an operator and back, callbacks out, over real
/// sockets and a real PostgreSQL.
@NullMarked
package io.waybill.journey;

import org.jspecify.annotations.NullMarked;
