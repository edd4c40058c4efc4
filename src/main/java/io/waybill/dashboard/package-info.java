/// Pages for people: log-in, the shell around every page, settings, the audit log. A page is
/// declared once, as a {@link io.waybill.dashboard.Page}, with what it needs; the gate, the
/// navigation and the tests are made from that. Pages are rendered here by templates that were
/// compiled with the program; scripts only make them more comfortable.
@NullMarked
package io.waybill.dashboard;

import org.jspecify.annotations.NullMarked;
