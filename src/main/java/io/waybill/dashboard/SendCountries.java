package io.waybill.dashboard;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.waybill.price.Countries;
import java.util.Comparator;
import java.util.List;

/** Countries that numbers of a list may be of. */
public final class SendCountries {
  /** All that can be called, by name. */
  static final List<Country> ALL =
      PhoneNumberUtil.getInstance().getSupportedRegions().stream()
          .map(code -> new Country(code, Countries.name(code), Countries.prefix(code)))
          .sorted(Comparator.comparing(Country::name))
          .toList();

  private SendCountries() {}

  /**
   * A country.
   *
   * @param code ISO 3166 alpha-2
   * @param prefix its calling code, digits
   */
  public record Country(String code, String name, String prefix) {}
}
