/// What the program does when it is called: each command, and the building of a whole server by
/// hand in start order.
@NullMarked
package io.waybill.command;

import org.jspecify.annotations.NullMarked;
