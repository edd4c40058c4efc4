package io.waybill.routing;

import io.waybill.settings.Fields;
import java.util.LinkedHashMap;
import java.util.Map;

/** Type of number and numbering plan of an address (SMPP 3.4 §5.2.5, §5.2.6), each 0 to 255. */
public record Numbering(int ton, int npi) {
  private static final int OCTET_MAX = 255;

  static Numbering read(Fields f, Numbering otherwise) {
    return new Numbering(
        f.number("ton", otherwise.ton, 0, OCTET_MAX), f.number("npi", otherwise.npi, 0, OCTET_MAX));
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("ton", ton);
    map.put("npi", npi);
    return map;
  }
}
