package io.waybill.classic;

import io.waybill.accept.Words;
import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.text.Autoconvert;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what is to be sent: `text`, or the octets of `data`, which win over it; with `udh`,
/// `mclass` and `autoconvert` (contract 3.1).
final class ContentReader {
  private static final int CLASS_MAX = 3;

  /// Octets encoded twice: after undoing one percent-encoding, all of it is another.
  private static final Pattern ENCODED_AGAIN = Pattern.compile("(?:%[0-9a-fA-F]{2})+");

  private final int partsMax;

  ContentReader(int partsMax) {
    this.partsMax = partsMax;
  }

  /// As {@link io.waybill.accept.SendRequest.Turn} has it.
  record Content(
      String text,
      int parts,
      @Nullable String udh,
      @Nullable Integer messageClass,
      boolean binary,
      Map<String, Object> details) {
    Content {
      details = Map.copyOf(details);
    }
  }

  /// Null if any of it is wrong; then there is a fault.
  @Nullable Content read(Parameters p, Charset charset, ApiKey key, Account account) {
    byte[] udh = bareOctets(p, "udh");
    if (udh.length > 0 && !Words.isUdh(udh)) {
      p.wrong(
          Refusal.PARAMETER,
          "udh",
          "must be 1 to "
              + Words.UDH_OCTETS_MAX
              + " octets, the first of which counts the octets that follow");
      return null;
    }
    Long mclass = p.whole("mclass", 0, CLASS_MAX);
    Integer messageClass = mclass == null ? null : Math.toIntExact(mclass);
    byte[] data = bareOctets(p, "data");
    return data.length > 0
        ? binary(p, data, udh, messageClass)
        : text(p, charset, udh, messageClass, key, account);
  }

  private static @Nullable Content binary(
      Parameters p, byte[] data, byte[] udh, @Nullable Integer messageClass) {
    int room = Words.UDH_OCTETS_MAX - udh.length;
    if (data.length > room) {
      p.wrong(Refusal.PARAMETER, "data", "must not be longer than " + room + " octets");
      return null;
    }
    Map<String, Object> details = new HashMap<>();
    details.put("parts", 1);
    details.put("encoding", "binary");
    return content(HexFormat.of().formatHex(data), 1, hex(udh), messageClass, true, details);
  }

  private @Nullable Content text(
      Parameters p,
      Charset charset,
      byte[] udh,
      @Nullable Integer messageClass,
      ApiKey key,
      Account account) {
    Autoconvert mode = autoconvert(p, key);
    String text = p.text("text", charset);
    if (text == null) {
      p.wrong(Refusal.PARAMETER, "text", "is missing or empty");
      return null;
    }
    return switch (Words.fit(text, mode, account.replacements(), udh, partsMax)) {
      case Words.Fit.Bad(var problem) -> {
        p.wrong(Refusal.PARAMETER, "text", problem);
        yield null;
      }
      case Words.Fit.Good(var words) ->
          content(words.text(), words.parts(), words.udh(), messageClass, false, words.details());
    };
  }

  private static Content content(
      String text,
      int parts,
      @Nullable String udh,
      @Nullable Integer messageClass,
      boolean binary,
      Map<String, Object> details) {
    Map<String, Object> all = new HashMap<>(details);
    if (messageClass != null) {
      all.put("message_class", messageClass);
    }
    return new Content(text, parts, udh, messageClass, binary, all);
  }

  private static Autoconvert autoconvert(Parameters p, ApiKey key) {
    String word = p.text("autoconvert");
    Optional<Autoconvert> mode = Autoconvert.of(word == null ? key.autoconvert() : word);
    if (mode.isEmpty()) {
      p.wrong(Refusal.PARAMETER, "autoconvert", "must be on, full or off");
    }
    return mode.orElse(Autoconvert.ON);
  }

  /// Clients that percent-encode by themselves and have their HTTP library do it again mean the
  /// octets, not the signs.
  private static byte[] bareOctets(Parameters p, String name) {
    byte[] octets = p.octets(name);
    if (octets == null) {
      return new byte[0];
    }
    String signs = new String(octets, StandardCharsets.ISO_8859_1);
    if (!ENCODED_AGAIN.matcher(signs).matches()) {
      return octets;
    }
    ByteArrayOutputStream once = new ByteArrayOutputStream(octets.length / 3);
    for (int i = 1; i < octets.length; i += 3) {
      once.write(HexFormat.fromHexDigits(signs, i, i + 2));
    }
    return once.toByteArray();
  }

  private static @Nullable String hex(byte[] octets) {
    return octets.length == 0 ? null : HexFormat.of().formatHex(octets);
  }
}
