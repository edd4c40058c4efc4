package io.waybill.text;

/// How the body of a part is written (3GPP TS 23.038 section 4, bits 3 and 2 of the data coding).
public enum Alphabet {
  /// The GSM 7 bit default alphabet with its extension table; lengths are in septets.
  GSM7,
  /// 16 bits per UTF-16 code unit, high octet first; lengths are in code units.
  UCS2,
  /// Octets that are not text; lengths are in octets.
  BINARY
}
