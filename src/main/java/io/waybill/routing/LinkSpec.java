package io.waybill.routing;

import io.waybill.settings.Fields;
import io.waybill.settings.Spec;
import io.waybill.settings.Unusable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One SMPP connection to a carrier, or a pair of them, as people set it; without its password.
 *
 * @param mode which binds it makes (SMPP 3.4 §2.2)
 * @param tls how the connection is protected; null: not at all
 * @param systemId our name at the carrier, at most 15 characters (§5.2.1)
 * @param systemType at most 12 characters (§5.2.3)
 * @param addressRange the numbers it is for, at most 40 characters (§5.2.7)
 * @param window most submit_sm without a recorded outcome, 1 to 5,000
 * @param ratePerSecond most submit_sm in any one second, as agreed; 0: no bound
 * @param enquireLink after so long without a sign of life an enquire_link is sent; after twice as
 *     long the connection is given up
 * @param answerWithin how long a submit_sm_resp may take before the outcome counts as unknown
 */
public record LinkSpec(
    String name,
    String carrier,
    String host,
    int port,
    Mode mode,
    @Nullable Tls tls,
    String systemId,
    String systemType,
    String addressRange,
    int window,
    int ratePerSecond,
    Duration enquireLink,
    Duration answerWithin,
    Standing standing)
    implements Spec {
  private static final int PORT_MAX = 65_535;
  private static final int PORT = 2775;
  private static final int WINDOW = 100;
  private static final int WINDOW_MAX = 5_000;
  private static final int RATE_MAX = 100_000;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");

  /** The binds of a link. */
  public enum Mode {
    /** One transceiver. */
    TRX,
    /** A transmitter and a receiver, on a connection each. */
    TX_RX,
    /** A transmitter only: receipts come over another link. */
    TX,
    /** A receiver only. */
    RX
  }

  /**
   * TLS towards the carrier.
   *
   * @param ca PEM of the authorities that are trusted; empty: those of the Java runtime
   * @param name the name that the certificate must have, and that is asked for; empty: the host
   */
  public record Tls(String ca, String name) {
    private static final int PEM_MAX = 100_000;

    private static @Nullable Tls read(Fields f) {
      boolean on = f.flag("enabled", false);
      String ca = f.lines("ca", PEM_MAX);
      String name = f.text("name", "", HOST, "a host's name");
      return on ? new Tls(ca, name) : null;
    }

    private static Map<String, Object> toMap(@Nullable Tls tls) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("enabled", tls != null);
      map.put("ca", tls == null ? "" : tls.ca);
      map.put("name", tls == null ? "" : tls.name);
      return map;
    }
  }

  /** Reads one, without name and password; what is missing is usual, but a host is needed. */
  public static LinkSpec read(String name, Map<?, ?> map) throws Unusable {
    return Fields.read(map, "link " + name, f -> read(name, f));
  }

  private static LinkSpec read(String name, Fields f) {
    if (!Carrier.NAME.matcher(name).matches()) {
      f.problem("name", "must be " + Carrier.NAME_FORM + ", not '" + name + "'.");
    }
    String host = f.text("host", "", HOST, "a host's name or address");
    if (host.isEmpty()) {
      f.problem("host", "is needed: where the carrier listens.");
    }
    return new LinkSpec(
        name,
        f.text("carrier", Carrier.DEFAULT, Carrier.NAME, "a carrier's name"),
        host,
        f.number("port", PORT, 1, PORT_MAX),
        f.word("mode", Mode.TRX),
        f.object("tls", o -> Optional.ofNullable(Tls.read(o))).orElse(null),
        f.text("system_id", "", 15),
        f.text("system_type", "", 12),
        f.text("address_range", "", 40),
        f.number("window", WINDOW, 1, WINDOW_MAX),
        f.number("rate_per_second", 0, 0, RATE_MAX),
        Duration.ofSeconds(f.number("enquire_link_seconds", 30, 1, 3_600)),
        Duration.ofSeconds(f.number("answer_seconds", 60, 1, 600)),
        f.word("standing", Standing.OPEN));
  }

  /** One with nothing unusual about it. */
  public static LinkSpec usual(String name, String host, int port, String systemId) {
    try {
      return read(name, Map.of("host", host, "port", port, "system_id", systemId));
    } catch (Unusable e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Every field but name and password, as {@link #read} reads it. */
  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("carrier", carrier);
    map.put("host", host);
    map.put("port", port);
    map.put("mode", Fields.word(mode));
    map.put("tls", Tls.toMap(tls));
    map.put("system_id", systemId);
    map.put("system_type", systemType);
    map.put("address_range", addressRange);
    map.put("window", window);
    map.put("rate_per_second", ratePerSecond);
    map.put("enquire_link_seconds", enquireLink.toSeconds());
    map.put("answer_seconds", answerWithin.toSeconds());
    map.put("standing", Fields.word(standing));
    return map;
  }

  /** The same link, standing otherwise. */
  public LinkSpec standing(Standing other) {
    return new LinkSpec(
        name,
        carrier,
        host,
        port,
        mode,
        tls,
        systemId,
        systemType,
        addressRange,
        window,
        ratePerSecond,
        enquireLink,
        answerWithin,
        other);
  }

  /** Whether the connection of this one can go on as that of the other: only bounds differ. */
  public boolean speaksLike(LinkSpec other) {
    LinkSpec alike =
        new LinkSpec(
            name,
            carrier,
            host,
            port,
            mode,
            tls,
            systemId,
            systemType,
            addressRange,
            other.window,
            other.ratePerSecond,
            other.enquireLink,
            other.answerWithin,
            other.standing);
    return alike.equals(other);
  }
}
