/// PostgreSQL: the only place with SQL.
@NullMarked
package io.waybill.store;

import org.jspecify.annotations.NullMarked;
