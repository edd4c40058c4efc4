/// The small server pieces: routes, authentication, bounded bodies, JSON, refusals, health and
/// metrics. Knows HTTP, knows nothing of messages. Requests run on virtual threads, so handlers may
/// block.
@NullMarked
package io.waybill.http;

import org.jspecify.annotations.NullMarked;
