package io.waybill.routing;

import io.waybill.settings.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A carrier's own TLV on each submit_sm (SMPP 3.4 §3.2.4.1), for instance India's DLT ids.
 *
 * @param tag 0x1400 to 0x3FFF, or any other that is not ours
 * @param value text with <code>{sender}</code>, <code>{reference}</code>, <code>{campaign}</code>,
 *     <code>{account}</code>, <code>{message_id}</code> or <code>{tag:NAME}</code>: what follows
 *     {@code NAME=} in one of the message's tags. A TLV whose value is empty is left out.
 */
public record VendorTlv(int tag, Kind kind, String value) {
  private static final int TAG_MAX = 0xFFFF;
  private static final int VALUE_MAX = 500;

  /** sar_msg_ref_num, sar_total_segments, sar_segment_seqnum, message_payload. */
  private static final Set<Integer> OURS = Set.of(0x020C, 0x020E, 0x020F, 0x0424);

  private static final Pattern NAMED = Pattern.compile("\\{([^{}]+)\\}");
  private static final Pattern PLACE =
      Pattern.compile("\\{(?!(sender|reference|campaign|account|message_id|tag:[^{}]+)\\})");

  /**
   * The value for one message.
   *
   * @param field gives what stands for a name in braces; empty if the message has none
   */
  public String value(UnaryOperator<String> field) {
    return NAMED.matcher(value).replaceAll(m -> Matcher.quoteReplacement(field.apply(m.group(1))));
  }

  /** How the value is written. */
  public enum Kind {
    /** Characters and a NUL. */
    C_STRING,
    /** Characters without one. */
    OCTETS,
    INT1,
    INT2,
    INT4
  }

  static VendorTlv read(Fields f) {
    int tag = f.number("tag", 0, 1, TAG_MAX);
    if (tag == 0) {
      f.problem("tag", "is needed: a number as 0x1400.");
    }
    if (OURS.contains(tag)) {
      f.problem("tag", "must not be one that long_text uses.");
    }
    String value = f.text("value", "", VALUE_MAX);
    if (PLACE.matcher(value).find()) {
      f.problem(
          "value",
          "may have {sender}, {reference}, {campaign}, {account}, {message_id} and {tag:NAME} only.");
    }
    return new VendorTlv(tag, f.word("kind", Kind.C_STRING), value);
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("tag", String.format("0x%04X", tag));
    map.put("kind", Fields.word(kind));
    map.put("value", value);
    return map;
  }
}
