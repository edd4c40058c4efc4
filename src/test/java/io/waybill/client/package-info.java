/// Official client libraries against a whole server.
@NullMarked
package io.waybill.client;

import org.jspecify.annotations.NullMarked;
