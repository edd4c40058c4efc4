package io.waybill.store;

import java.math.BigDecimal;
import java.util.List;
import java.util.random.RandomGenerator;

/** Where seeded messages go: countries with their networks, carriers, quality and times. */
final class SeedWorld {

  /**
   * A country.
   *
   * @param weight its share of all messages, relative
   * @param national digits of a number behind the calling code
   * @param carriers that serve it, the usual one first
   * @param delivered share of messages, 0 to 1
   * @param seconds median time to delivery
   */
  record Country(
      String code,
      String prefix,
      int national,
      int weight,
      List<String> networks,
      List<String> carriers,
      double delivered,
      double seconds,
      BigDecimal price) {}

  private static final List<Country> COUNTRIES =
      List.of(
          country("EE", "3725", 7, 300, "Telia,Elisa,Tele2", "baltic,central", 0.97, 2.5, "0.0385"),
          country("LV", "3712", 7, 120, "LMT,Tele2,Bite", "baltic,central", 0.965, 2.8, "0.0402"),
          country("LT", "3706", 7, 110, "Telia,Bite,Tele2", "baltic", 0.96, 3, "0.0295"),
          country("FI", "35840", 7, 140, "Elisa,DNA,Telia", "nordic,baltic", 0.975, 2, "0.0612"),
          country("SE", "4670", 7, 90, "Telia,Tele2,Telenor,Tre", "nordic", 0.97, 2.2, "0.0489"),
          country("DE", "49151", 8, 80, "T-Mobile,Vodafone,O2", "central", 0.955, 3.5, "0.0735"),
          country("GB", "4477", 8, 60, "EE,O2,Vodafone,Three", "central,global", 0.95, 3, "0.0391"),
          country("PL", "4860", 7, 45, "Orange,Play,Plus,T-Mobile", "central", 0.95, 3.6, "0.0212"),
          country("US", "1213555", 4, 30, "", "global", 0.93, 4.5, "0.0083"),
          country("IN", "9198", 8, 18, "Jio,Airtel,Vi", "global", 0.88, 9, "0.0418"),
          country("NG", "23480", 8, 6, "MTN,Glo,Airtel", "global", 0.79, 22, "0.1420"),
          country("ID", "62812", 7, 5, "Telkomsel,XL,Indosat", "global", 0.84, 15, "0.2750"));

  private static final int WEIGHTS = COUNTRIES.stream().mapToInt(Country::weight).sum();

  private SeedWorld() {}

  private static Country country(
      String code,
      String prefix,
      int national,
      int weight,
      String networks,
      String carriers,
      double delivered,
      double seconds,
      String price) {
    return new Country(
        code,
        prefix,
        national,
        weight,
        List.of(networks.split(",")),
        List.of(carriers.split(",")),
        delivered,
        seconds,
        new BigDecimal(price));
  }

  static Country pick(RandomGenerator random) {
    int left = random.nextInt(WEIGHTS);
    for (Country country : COUNTRIES) {
      left -= country.weight();
      if (left < 0) {
        return country;
      }
    }
    return COUNTRIES.getFirst();
  }

  /** One of them, the first most often. */
  static String pick(List<String> names, RandomGenerator random) {
    int i = (int) (names.size() * random.nextDouble() * random.nextDouble());
    return names.get(i);
  }
}
