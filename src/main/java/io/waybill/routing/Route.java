package io.waybill.routing;

import io.waybill.settings.Fields;
import io.waybill.settings.Spec;
import io.waybill.settings.Unusable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which messages may go to a carrier. What is not named fits every message.
 *
 * @param account only this account's, by name
 * @param prefix what the number begins with, digits without +
 * @param country ISO 3166, two capital letters
 * @param network the recipient's operator as its number's range tells: by name, as libphonenumber
 *     has it, or by MCC and MNC, five or six digits, which the price list must give a name
 * @param carrier where they go; null: nowhere, such messages fail
 * @param priority lower goes first, 0 to 1,000
 * @param weight share among those that are otherwise alike, 1 to 1,000
 */
public record Route(
    String name,
    @Nullable String account,
    String prefix,
    @Nullable String country,
    @Nullable String network,
    @Nullable String carrier,
    int priority,
    int weight,
    boolean enabled)
    implements Spec {
  /** Characters of the longest name of a network. */
  private static final int NETWORK_MAX = 100;

  private static final int PRIORITY = 100;
  private static final int PRIORITY_MAX = 1_000;
  private static final int WEIGHT_MAX = 1_000;
  private static final int WEIGHT = 100;
  private static final Pattern PREFIX = Pattern.compile("[0-9]{0,15}");
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
  private static final Pattern NETWORK =
      Pattern.compile("[0-9]{5,6}|(?=.*[^0-9])[^\\p{Cntrl}]{1," + NETWORK_MAX + "}");
  private static final Pattern MCCMNC = Pattern.compile("[0-9]{5,6}");
  private static final Pattern ACCOUNT = Pattern.compile(".{1,100}");

  /** Reads one, without its name. */
  public static Route read(String name, Map<?, ?> map) throws Unusable {
    return Fields.read(map, "route " + name, f -> read(name, f));
  }

  private static Route read(String name, Fields f) {
    if (!Carrier.NAME.matcher(name).matches()) {
      f.problem("name", "must be " + Carrier.NAME_FORM + ", not '" + name + "'.");
    }
    return new Route(
        name,
        f.textOrNull("account", ACCOUNT, "an account's name"),
        f.text("prefix", "", PREFIX, "at most 15 digits, without +"),
        f.textOrNull("country", COUNTRY, "two capital letters as EE"),
        f.textOrNull("network", NETWORK, "an operator's name, or MCC and MNC, five or six digits"),
        f.textOrNull("carrier", Carrier.NAME, "a carrier's name"),
        f.number("priority", PRIORITY, 0, PRIORITY_MAX),
        f.number("weight", WEIGHT, 1, WEIGHT_MAX),
        f.flag("enabled", true));
  }

  /** Whether a message may take it. */
  boolean fits(Recipient to) {
    return enabled
        && (account == null || account.equals(to.account()))
        && to.digits().startsWith(prefix)
        && (country == null || country.equals(to.country()))
        && (network == null || to.isOf(network));
  }

  /** MCC and MNC, if that is how the network is named. */
  public Optional<String> mccmnc() {
    return Optional.ofNullable(network).filter(n -> MCCMNC.matcher(n).matches());
  }

  /**
   * Whom a message is for.
   *
   * @param account the sender's name
   * @param digits E.164 without +
   * @param network the operator's name; null where unknown
   * @param mccmncs what its networks are numbered, as far as is known
   */
  public record Recipient(
      String account,
      String digits,
      @Nullable String country,
      @Nullable String network,
      Set<String> mccmncs) {
    public Recipient {
      mccmncs = Set.copyOf(mccmncs);
    }

    private boolean isOf(String wanted) {
      return mccmncs.contains(wanted) || wanted.equalsIgnoreCase(network);
    }
  }

  /** Every field but the name, as {@link #read} reads it. */
  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("account", account);
    map.put("prefix", prefix);
    map.put("country", country);
    map.put("network", network);
    map.put("carrier", carrier);
    map.put("priority", priority);
    map.put("weight", weight);
    map.put("enabled", enabled);
    return map;
  }
}
