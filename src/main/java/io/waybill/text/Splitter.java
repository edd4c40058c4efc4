package io.waybill.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns a text into short messages. GSM 03.38 is used if every character is in it, else UCS-2. A
/// short message carries 140 octets (3GPP TS 23.040 section 9.2.3.24): 160 septets or 70 UTF-16
/// units; in a part of a longer text 6 of them hold the header, leaving 153 septets or 67 units.
public final class Splitter {
  private static final int OCTETS_MAX = 140;
  private static final int PARTS_MAX = 255;
  private static final byte[] NO_UDH = {};
  private static final int CONCATENATION_OCTETS = 6;
  private static final int PART_SEPTETS = septetsBeside(CONCATENATION_OCTETS);
  private static final int PART_UNITS = unitsBeside(CONCATENATION_OCTETS);

  private Splitter() {}

  /// The alphabet, length and number of parts that `split` would give, without building them; the
  /// number of parts is not bounded here, so that a refusal can name it.
  public static Count count(String text) {
    int septets = Gsm0338.septets(text);
    Alphabet alphabet = septets < 0 ? Alphabet.UCS2 : Alphabet.GSM7;
    int units = septets < 0 ? text.length() : septets;
    if (units <= (septets < 0 ? unitsBeside(0) : septetsBeside(0))) {
      return new Count(alphabet, units, 1);
    }
    int parts = 0;
    for (int from = 0; from < text.length(); from = endOfPart(alphabet, text, from)) {
      parts++;
    }
    return new Count(alphabet, units, parts);
  }

  /// One part without header if the text fits, else parts that each begin with the concatenation
  /// header 05 00 03, reference, total, index from 1 (3GPP TS 23.040 section 9.2.3.24.1). Neither
  /// an escape pair nor a surrogate pair is ever torn apart.
  ///
  /// @param reference the low 8 bits tell apart texts under way to the same phone
  /// @throws IllegalArgumentException if it takes more than 255 parts
  public static Encoded split(String text, int reference) {
    Count count = count(text);
    if (count.parts() > PARTS_MAX) {
      throw new IllegalArgumentException(
          "a text of " + count.parts() + " parts; at most " + PARTS_MAX + " are possible");
    }
    Alphabet alphabet = count.alphabet();
    if (count.parts() == 1) {
      return new Encoded(alphabet, count.units(), List.of(new Part(NO_UDH, body(alphabet, text))));
    }
    List<Part> parts = new ArrayList<>(count.parts());
    int from = 0;
    while (from < text.length()) {
      int end = endOfPart(alphabet, text, from);
      byte[] udh = concatenation(reference, count.parts(), parts.size() + 1);
      parts.add(new Part(udh, body(alphabet, text.substring(from, end))));
      from = end;
    }
    return new Encoded(alphabet, count.units(), parts);
  }

  /// The one part of a text that goes with the customer's own header; empty when the two do not fit
  /// into one short message.
  ///
  /// @param udh the header as it goes out, beginning with its length octet; no octets for none
  public static Optional<Encoded> single(byte[] udh, String text) {
    int septets = Gsm0338.septets(text);
    Alphabet alphabet = septets < 0 ? Alphabet.UCS2 : Alphabet.GSM7;
    int units = septets < 0 ? text.length() : septets;
    int room = septets < 0 ? unitsBeside(udh.length) : septetsBeside(udh.length);
    if (udh.length > OCTETS_MAX || units > room) {
      return Optional.empty();
    }
    Part part = new Part(udh, body(alphabet, text));
    return Optional.of(new Encoded(alphabet, units, List.of(part)));
  }

  /// Septets begin on a septet boundary, with fill bits after the header (section 9.2.3.24).
  private static int septetsBeside(int udhOctets) {
    return (OCTETS_MAX - udhOctets) * 8 / 7;
  }

  private static int unitsBeside(int udhOctets) {
    return (OCTETS_MAX - udhOctets) / 2;
  }

  private static int endOfPart(Alphabet alphabet, String text, int from) {
    return alphabet == Alphabet.GSM7 ? endOfSeptets(text, from) : endOfUnits(text, from);
  }

  private static int endOfSeptets(String text, int from) {
    int room = PART_SEPTETS;
    int end = from;
    while (end < text.length()) {
      room -= Gsm0338.width(text.charAt(end));
      if (room < 0) {
        break;
      }
      end++;
    }
    return end;
  }

  private static int endOfUnits(String text, int from) {
    int end = Math.min(from + PART_UNITS, text.length());
    boolean tearsPair =
        end < text.length() && Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end));
    return tearsPair ? end - 1 : end;
  }

  private static byte[] concatenation(int reference, int total, int index) {
    return new byte[] {5, 0, 3, (byte) reference, (byte) total, (byte) index};
  }

  private static byte[] body(Alphabet alphabet, String text) {
    return alphabet == Alphabet.GSM7 ? Gsm0338.encode(text) : ucs2(text);
  }

  /// By hand, because Java's own encoder would replace a surrogate that stands alone.
  private static byte[] ucs2(String text) {
    byte[] octets = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      octets[2 * i] = (byte) (text.charAt(i) >> 8);
      octets[2 * i + 1] = (byte) text.charAt(i);
    }
    return octets;
  }
}
