/// The language of the operators: SMPP 3.4 as a pure codec, bytes to PDUs and back.
///
/// [io.waybill.smpp.Decoder] answers what the next bytes of a stream are, and each of its four
/// answers dictates one reaction: act on it, wait, refuse this one PDU, hang up.
/// [io.waybill.smpp.PduBuffer] collects PDUs to write, [io.waybill.smpp.PduWindow] collects bytes
/// that were read. Nothing here reads a socket, a clock or a configuration, or writes a log.
///
/// Section numbers refer to "Short Message Peer to Peer Protocol Specification v3.4", issue 1.2.
@NullMarked
package io.waybill.smpp;

import org.jspecify.annotations.NullMarked;
