package io.waybill.price;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All prices, in the order of country and network. Unchangeable.
public final class PriceList {
  /// Most prices there may be.
  public static final int MAX = 10_000;

  /// No price at all.
  public static final PriceList EMPTY = new PriceList(List.of());

  private final Map<String, List<Price>> byCountry;

  public PriceList(Collection<Price> prices) {
    byCountry =
        prices.stream()
            .sorted(Comparator.comparing(Price::country).thenComparing(Price::mccmncShown))
            .collect(Collectors.groupingBy(Price::country, TreeMap::new, Collectors.toList()));
  }

  /// Every price.
  public List<Price> all() {
    return byCountry.values().stream().flatMap(List::stream).toList();
  }

  /// The prices for a country; none if it is not served.
  ///
  /// @param country ISO 3166 alpha-2, upper case
  public List<Price> of(String country) {
    return List.copyOf(byCountry.getOrDefault(country, List.of()));
  }

  /// What one part costs: the price of the network of that name, else the country's.
  ///
  /// @param network as assumed from the number; null where unknown
  public Optional<BigDecimal> partPrice(@Nullable String country, @Nullable String network) {
    if (country == null) {
      return Optional.empty();
    }
    List<Price> here = byCountry.getOrDefault(country, List.of());
    return here.stream()
        .filter(p -> network != null && p.network() != null && same(p.network(), network))
        .findFirst()
        .or(() -> here.stream().filter(p -> p.mccmnc() == null).findFirst())
        .map(Price::amount);
  }

  /// MCC and MNC of the networks of that name in a country; none where no price names them.
  ///
  /// @param network as assumed from the number; null where unknown
  public Set<String> mccmncs(@Nullable String country, @Nullable String network) {
    Set<String> found = new HashSet<>();
    if (country != null && network != null) {
      for (Price price : byCountry.getOrDefault(country, List.of())) {
        String mccmnc = price.mccmnc();
        String name = price.network();
        if (mccmnc != null && name != null && same(name, network)) {
          found.add(mccmnc);
        }
      }
    }
    return found;
  }

  /// Whether a price gives that MCC-MNC a name.
  public boolean knows(String mccmnc) {
    return byCountry.values().stream()
        .flatMap(List::stream)
        .anyMatch(p -> mccmnc.equals(p.mccmnc()));
  }

  private static boolean same(String a, String b) {
    return a.toLowerCase(Locale.ROOT).equals(b.toLowerCase(Locale.ROOT));
  }
}
