package io.waybill.http;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numeric hosts that programs read in different ways: {@code 0177.0.0.1} is 177.0.0.1 to Java and
 * 127.0.0.1 to the C library, and so to most proxies. Only the form that means the same to all is
 * taken. What "ends in a number" is follows the WHATWG URL Standard, section 3.5.
 */
public final class HostForm {
  private static final Pattern NUMERIC_END =
      Pattern.compile("(?i)(.*\\.)?([0-9]+|0x[0-9a-f]*)\\.?");
  private static final String OCTET = "(0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])";
  private static final Pattern QUAD = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  private HostForm() {}

  /** What is wrong with a URL's host; empty if it means the same to everybody. */
  public static Optional<String> fault(String host) {
    if (!hasDigitFirstInLastLabel(host)) {
      return Optional.empty(); // nearly all, and a regular expression costs more than this
    }
    boolean isOdd = NUMERIC_END.matcher(host).matches() && !QUAD.matcher(host).matches();
    return isOdd
        ? Optional.of(
            "must not name a host by an unusual number: write four decimal numbers from 0 to 255,"
                + " without leading zeros")
        : Optional.empty();
  }

  private static boolean hasDigitFirstInLastLabel(String host) {
    int end = host.endsWith(".") ? host.length() - 1 : host.length();
    int first = host.lastIndexOf('.', end - 1) + 1;
    return first < end && host.charAt(first) >= '0' && host.charAt(first) <= '9';
  }
}
