/// PostgreSQL: the only place with SQL.
///
/// The server may be anybody's, or an own one that runs beside this process
/// ([io.waybill.store.EmbeddedPostgres]).
@NullMarked
package io.waybill.store;

import org.jspecify.annotations.NullMarked;
