package io.waybill.price;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// The countries there are, by ISO 3166 alpha-2 code in upper case; and Kosovo as XK, which phones
/// know and ISO does not.
public final class Countries {
  private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
  private static final Set<String> ALL = all();

  private Countries() {}

  /// Whether there is such a country.
  public static boolean isCountry(String code) {
    return ALL.contains(code);
  }

  /// In English.
  public static String name(String code) {
    return Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
  }

  /// The calling code, digits only; empty where nobody can be called.
  public static String prefix(String code) {
    int prefix = PHONES.getCountryCodeForRegion(code);
    return prefix == 0 ? "" : Integer.toString(prefix);
  }

  private static Set<String> all() {
    Set<String> all = new HashSet<>(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2));
    all.addAll(PHONES.getSupportedRegions());
    return Set.copyOf(all);
  }
}
