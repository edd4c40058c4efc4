/// Files and counts that take longer than a page may: one worker makes them, one after the other,
/// and goes on after a restart. Also what they are made of: CSV, XLSX, delivery quality, and what
/// non-delivery costs.
@NullMarked
package io.waybill.report;

import org.jspecify.annotations.NullMarked;
