package io.waybill.smpp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads the fields of one body, left to right. The first field that cannot be read is remembered
/// as the failure; from there on every read answers 0 or nothing, so the caller reads all fields in
/// a row and asks once at the end.
final class Cursor {
  private final byte[] bytes;
  private final int end;
  private int at;
  private int failure = Status.ESME_ROK;
  private String why = "";

  Cursor(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  static int int32(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }

  boolean failed() {
    return failure != Status.ESME_ROK;
  }

  int failure() {
    return failure;
  }

  String why() {
    return why;
  }

  int octet(String field) {
    if (at == end) {
      fail(Status.ESME_RINVCMDLEN, field, "is missing");
    }
    return failed() ? 0 : bytes[at++] & 0xFF;
  }

  /// A C-octet string of up to [Fields#STRING_MAX] characters.
  ///
  /// @param tooLong the status for one that is longer
  String string(String field, int tooLong) {
    int nul = nul();
    if (nul - at > Fields.STRING_MAX) {
      fail(tooLong, field, "is too long");
    } else if (nul == end) {
      fail(Status.ESME_RINVCMDLEN, field, "has no end");
    }
    return failed() ? "" : text(nul);
  }

  /// The id in an answer: up to its NUL or the end, whichever comes first; the rest is ignored.
  String answer(String field, int max) {
    int nul = nul();
    if (nul - at > max) {
      fail(Status.ESME_RINVMSGID, field, "is too long");
    }
    return failed() ? "" : text(nul);
  }

  Octets octets(String field, int length, int beyondEnd) {
    if (length > end - at) {
      fail(beyondEnd, field, "is longer than the PDU");
    }
    if (failed()) {
      return Octets.EMPTY;
    }
    at += length;
    return Octets.copyOf(bytes, at - length, at);
  }

  Octets rest() {
    return Octets.copyOf(bytes, at, end);
  }

  /// Optional parameters up to the end. What remains when no whole one is left is a failure by the
  /// book, and ignored otherwise.
  List<Tlv> tlvs(boolean byTheBook) {
    if (failed() || at == end) {
      return List.of();
    }
    List<Tlv> tlvs = new ArrayList<>();
    while (end - at >= 4 && int16(at + 2) <= end - at - 4) {
      int length = int16(at + 2);
      tlvs.add(new Tlv(int16(at), Octets.copyOf(bytes, at + 4, at + 4 + length)));
      at += 4 + length;
    }
    if (byTheBook && at < end) {
      fail(Status.ESME_RINVOPTPARSTREAM, "optional parameter", "is torn");
    }
    return tlvs;
  }

  private int int16(int from) {
    return (bytes[from] & 0xFF) << 8 | (bytes[from + 1] & 0xFF);
  }

  private int nul() {
    int nul = at;
    while (nul < end && bytes[nul] != 0) {
      nul++;
    }
    return nul;
  }

  private String text(int nul) {
    String text = new String(bytes, at, nul - at, StandardCharsets.ISO_8859_1);
    at = Math.min(nul + 1, end);
    return text;
  }

  private void fail(int status, String field, String what) {
    if (!failed()) {
      failure = status;
      why = field + " " + what;
    }
  }
}
