package io.waybill.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns a text into short messages. GSM 03.38 is used if every character is in it, else UCS-2. A
/// short message carries 140 octets (3GPP TS 23.040 section 9.2.3.24): 160 septets or 70 UTF-16
/// units; in a part of a longer text 6 of them hold the header, leaving 153 septets or 67 units, or
/// 7 with a reference of 16 bits, leaving 152 or 66.
public final class Splitter {
  private static final int OCTETS_MAX = 140;
  private static final int PARTS_MAX = 255;
  private static final byte[] NO_UDH = {};
  private static final char ESCAPE = '\u001B';

  private Splitter() {}

  /// The alphabet, length and number of parts that `split` would give, without building them; the
  /// number of parts is not bounded here, so that a refusal can name it.
  public static Count count(String text) {
    return count(text, Scheme.USUAL);
  }

  /// The same for a carrier that wants texts written in its own way.
  public static Count count(String text, Scheme scheme) {
    Alphabet alphabet = alphabet(text, scheme);
    int units = units(alphabet, text);
    if (units <= room(alphabet, 0)) {
      return new Count(alphabet, units, 1);
    }
    int room = room(alphabet, scheme.header().octets());
    int parts = 0;
    for (int from = 0; from < text.length(); from = endOfPart(alphabet, text, from, room)) {
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
    return split(text, reference, Scheme.USUAL);
  }

  /// The same for a carrier that wants texts written in its own way.
  ///
  /// @param reference the low 8 bits, or 16 with [Scheme.Header#REF16], tell apart texts under way
  ///   to the same phone
  /// @throws IllegalArgumentException if it takes more than 255 parts
  public static Encoded split(String text, int reference, Scheme scheme) {
    Count count = count(text, scheme);
    if (count.parts() > PARTS_MAX) {
      throw new IllegalArgumentException(
          "a text of " + count.parts() + " parts; at most " + PARTS_MAX + " are possible");
    }
    if (count.parts() == 1) {
      return whole(text, scheme);
    }
    Alphabet alphabet = count.alphabet();
    int room = room(alphabet, scheme.header().octets());
    List<Part> parts = new ArrayList<>(count.parts());
    int from = 0;
    while (from < text.length()) {
      int end = endOfPart(alphabet, text, from, room);
      byte[] udh = scheme.header().write(reference, count.parts(), parts.size() + 1);
      byte[] body = body(alphabet, scheme.letters(), text.substring(from, end), udh.length);
      parts.add(new Part(udh, body));
      from = end;
    }
    return new Encoded(alphabet, count.units(), parts);
  }

  /// All of a text in one part without header, however long it is: for whoever splits it himself.
  public static Encoded whole(String text, Scheme scheme) {
    Alphabet alphabet = alphabet(text, scheme);
    Part part = new Part(NO_UDH, body(alphabet, scheme.letters(), text, 0));
    return new Encoded(alphabet, units(alphabet, text), List.of(part));
  }

  /// The one part of a text that goes with the customer's own header; empty when the two do not fit
  /// into one short message.
  ///
  /// @param udh the header as it goes out, beginning with its length octet; no octets for none
  public static Optional<Encoded> single(byte[] udh, String text) {
    return single(udh, text, Scheme.USUAL);
  }

  /// The same for a carrier that wants texts written in its own way.
  public static Optional<Encoded> single(byte[] udh, String text, Scheme scheme) {
    Alphabet alphabet = alphabet(text, scheme);
    int units = units(alphabet, text);
    if (udh.length > OCTETS_MAX || units > room(alphabet, udh.length)) {
      return Optional.empty();
    }
    Part part = new Part(udh, body(alphabet, scheme.letters(), text, udh.length));
    return Optional.of(new Encoded(alphabet, units, List.of(part)));
  }

  private static Alphabet alphabet(String text, Scheme scheme) {
    return scheme.letters().fit(text) ? Alphabet.GSM7 : Alphabet.UCS2;
  }

  private static int units(Alphabet alphabet, String text) {
    return alphabet == Alphabet.GSM7 ? Gsm0338.septets(text) : text.length();
  }

  /// Septets begin on a septet boundary, with fill bits after the header (section 9.2.3.24).
  private static int room(Alphabet alphabet, int udhOctets) {
    int octets = OCTETS_MAX - udhOctets;
    return alphabet == Alphabet.GSM7 ? octets * 8 / 7 : octets / 2;
  }

  private static int endOfPart(Alphabet alphabet, String text, int from, int room) {
    return alphabet == Alphabet.GSM7
        ? endOfSeptets(text, from, room)
        : endOfUnits(text, from, room);
  }

  private static int endOfSeptets(String text, int from, int septets) {
    int room = septets;
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

  private static int endOfUnits(String text, int from, int units) {
    int end = Math.min(from + units, text.length());
    boolean tearsPair =
        end < text.length() && Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end));
    return tearsPair ? end - 1 : end;
  }

  private static byte[] body(
      Alphabet alphabet, Scheme.Letters letters, String text, int headerOctets) {
    if (alphabet != Alphabet.GSM7) {
      return ucs2(text);
    }
    return switch (letters) {
      case SEPTETS -> Gsm0338.encode(text);
      case PACKED -> Packing.pack(Gsm0338.encode(text), headerOctets);
      case LATIN1, ASCII -> text.replace(ESCAPE, ' ').getBytes(ISO_8859_1);
    };
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
