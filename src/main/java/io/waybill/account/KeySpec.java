package io.waybill.account;

import io.waybill.ops.AddressRange;
import io.waybill.settings.Fields;
import io.waybill.settings.Spec;
import io.waybill.settings.Unusable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is set about an API key.
 *
 * @param name its API username, 1 to 64 characters without blanks or colons, unique
 * @param account the name of the account it belongs to, for ever
 * @param enabled whether it opens anything
 */
public record KeySpec(String name, String account, boolean enabled, KeySettings settings)
    implements Spec {
  private static final Pattern USERNAME = Pattern.compile("[!-9;-~]{1,64}");
  private static final int ACCOUNT_MAX = 100;
  private static final int SCOPES_MAX = 10;
  private static final int TEXT_MAX = 2_000;

  /** How autoconvert is written. */
  private enum Autoconvert {
    ON,
    FULL,
    OFF
  }

  /** Reads one. Whether sender and dlr_url have the right form is for the caller to see. */
  public static KeySpec read(String name, Map<?, ?> map) throws Unusable {
    return Fields.read(map, "key " + name, f -> read(name, f));
  }

  private static KeySpec read(String name, Fields f) {
    if (!USERNAME.matcher(name).matches()) {
      f.problem("name", "must be 1 to 64 ASCII characters without blanks and colons.");
    }
    String account = f.text("account", "", ACCOUNT_MAX);
    if (account.isEmpty()) {
      f.problem("account", "must name the account that the key belongs to.");
    }
    int rate = f.number("requests_per_second", -1, 0, Rights.REQUESTS_PER_SECOND_MAX);
    List<String> scopes = f.texts("scopes", SCOPES_MAX);
    Rights rights =
        new Rights(
            scopes.isEmpty() ? Scope.USUAL : Scope.of(scopes),
            f.texts("allow", Rights.ALLOWED_MAX).stream().map(AddressRange::of).toList(),
            expires(f),
            rate < 0 ? null : rate);
    return new KeySpec(
        name,
        account,
        f.flag("enabled", true),
        new KeySettings(
            orNull(f.text("sender", "", TEXT_MAX)),
            orNull(f.text("dlr_url", "", TEXT_MAX)),
            Fields.word(f.word("autoconvert", Autoconvert.ON)),
            f.flag("strict_schema", false),
            rights));
  }

  private static @Nullable Instant expires(Fields f) {
    String text = f.text("expires", "", TEXT_MAX);
    try {
      return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      f.problem("expires", "must be a moment such as 2027-06-30T12:00:00Z, not '" + text + "'.");
      return null;
    }
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  /** The same, let in or shut out. */
  public KeySpec enabled(boolean on) {
    return new KeySpec(name, account, on, settings);
  }

  @Override
  public Map<String, Object> toMap() {
    Rights rights = settings.rights();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("account", account);
    map.put("enabled", enabled);
    map.put("sender", settings.sender());
    map.put("dlr_url", settings.dlrUrl());
    map.put("autoconvert", settings.autoconvert());
    map.put("strict_schema", settings.strictSchema());
    map.put(
        "scopes",
        Stream.of(Scope.values()).filter(rights.scopes()::contains).map(Scope::word).toList());
    map.put("allow", rights.allowed().stream().map(AddressRange::toString).toList());
    map.put("expires", Objects.toString(rights.expiresAt(), null));
    map.put("requests_per_second", rights.requestsPerSecond());
    return map;
  }
}
