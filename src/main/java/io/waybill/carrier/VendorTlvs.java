package io.waybill.carrier;

import io.waybill.routing.VendorTlv;
import io.waybill.smpp.Octets;
import io.waybill.smpp.Tlv;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A carrier's own TLVs for one message (SMPP 3.4 §3.2.4). */
final class VendorTlvs {
  private VendorTlvs() {}

  /**
   * @param field what stands for a name in braces
   * @throws IllegalArgumentException if a value must be a number and is none
   */
  static List<Tlv> of(List<VendorTlv> rules, UnaryOperator<String> field) {
    if (rules.isEmpty()) {
      return List.of();
    }
    List<Tlv> tlvs = new ArrayList<>(rules.size());
    for (VendorTlv rule : rules) {
      String value = rule.value(field);
      if (!value.isEmpty()) {
        tlvs.add(new Tlv(rule.tag(), octets(rule, value)));
      }
    }
    return tlvs;
  }

  private static Octets octets(VendorTlv rule, String value) {
    return switch (rule.kind()) {
      case C_STRING -> Octets.ofLatin1(value + "\0");
      case OCTETS -> Octets.ofLatin1(value);
      case INT1 -> number(rule, value, 1);
      case INT2 -> number(rule, value, 2);
      case INT4 -> number(rule, value, 4);
    };
  }

  /** Highest octet first. */
  private static Octets number(VendorTlv rule, String value, int length) {
    long max = (1L << (8 * length)) - 1;
    long number = value.matches("[0-9]{1,10}") ? Long.parseLong(value) : -1;
    if (number < 0 || number > max) {
      throw new IllegalArgumentException(
          "the carrier's TLV 0x%04X must be a number from 0 to %d, and '%s' is none"
              .formatted(rule.tag(), max, value));
    }
    byte[] octets = new byte[length];
    for (int i = 0; i < length; i++) {
      octets[i] = (byte) (number >> (8 * (length - 1 - i)));
    }
    return Octets.of(octets);
  }
}
