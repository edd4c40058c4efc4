/// The platform's operators: what is set about accounts, keys, carriers, links and routes, read
/// from files and requests, and changed while Waybill runs.
@NullMarked
package io.waybill.admin;

import org.jspecify.annotations.NullMarked;
