package io.waybill.store;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What seeded messages say.
 *
 * @param sender who sends such
 * @param tag what its customer marks it with; empty for nothing
 * @param campaign of mass messages; null for none
 * @param parts SMS of the text
 */
record SeedText(String sender, String tag, @Nullable String campaign, String text, int parts) {
  private static final List<String> CAMPAIGNS =
      List.of("spring-sale", "black-friday", "loyalty", "newsletter", "webinar");
  private static final int DIGITS = 900_000;
  private static final int DIGITS_MIN = 100_000;

  /** One of what is usual: codes more than anything else. */
  static SeedText pick(RandomGenerator random, int week) {
    int code = DIGITS_MIN + random.nextInt(DIGITS);
    int kind = random.nextInt(100);
    if (kind < 45) {
      return new SeedText(
          "Verify", "otp", null, code + " is your code. Never give it to anyone.", 1);
    }
    if (kind < 65) {
      return new SeedText(
          "Parcel", "delivery", null, "Your parcel is in locker " + code % 997 + ".", 1);
    }
    if (kind < 75) {
      return new SeedText(
          "Clinic", "", null, "We see you tomorrow at " + (8 + code % 9) + ":30.", 1);
    }
    if (kind < 85) {
      return new SeedText("BankAlert", "alert", null, "Card paid " + code / 100.0 + " EUR.", 1);
    }
    String campaign = CAMPAIGNS.get(random.nextInt(CAMPAIGNS.size())) + "-" + week;
    String words =
        "This week only: everything that we grow, bake and brew costs a fifth less. Come by, bring"
            + " a friend, and taste what is new. The doors are open from eight until late. Code "
            + code;
    return new SeedText("Market", "marketing", campaign, words, 2);
  }
}
