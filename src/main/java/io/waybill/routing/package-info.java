/// What people set about carriers, links and routes, and which way a message takes. Pure: values
/// with their bounds, read from and written to plain maps (JSON, YAML, the database).
@NullMarked
package io.waybill.routing;

import org.jspecify.annotations.NullMarked;
