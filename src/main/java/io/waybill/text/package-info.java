/// What words become on the air: which alphabet a text needs, how many parts it fills, the octets
/// of each part, and the replacement of characters that would make it costlier than it need be.
/// Pure: no I/O, no clock, no logging, and nothing else of ours.
@NullMarked
package io.waybill.text;

import org.jspecify.annotations.NullMarked;
