/// Takes messages that are due and hands each to a carrier's link, and records what the link
/// answers. Claims are committed before the first octet leaves; those of a dead process are found
/// again at start. Never calls another step.
@NullMarked
package io.waybill.dispatch;

import org.jspecify.annotations.NullMarked;
