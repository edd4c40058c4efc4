package io.waybill.price;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Price lists as files: `Country,Code,MCCMNC,Network,Price` (contract 3.5), fields in quotes where
/// they must be (RFC 4180). What is written can be read again.
public final class PriceCsv {
  /// The first line.
  public static final String HEADER = "Country,Code,MCCMNC,Network,Price";

  private static final int COLUMNS = 5;
  private static final Pattern FIELD =
      Pattern.compile("\\G(?:\"((?:[^\"]|\"\")*+)\"|([^\",]*))(,|$)");
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,5}(\\.[0-9]{1,5})?");

  private PriceCsv() {}

  /// What a file was found to be.
  public sealed interface Read {
    /// At least one price, none twice.
    record Good(List<Price> prices) implements Read {
      public Good {
        prices = List.copyOf(prices);
      }
    }

    /// The first thing that is wrong, as `line 3: ...`.
    record Bad(String problem) implements Read {}
  }

  /// Lines are parted by line feeds, and none comes after the last.
  public static String write(PriceList list) {
    StringBuilder csv = new StringBuilder(HEADER);
    for (Price price : list.all()) {
      csv.append('\n')
          .append(quoted(Countries.name(price.country())))
          .append(',')
          .append(price.country())
          .append(',')
          .append(price.mccmncShown())
          .append(',')
          .append(quoted(price.networkShown()))
          .append(',')
          .append(price.written());
    }
    return csv.toString();
  }

  /// Reads a list. The country is its code; MCCMNC `00000` or empty is the country's own price.
  public static Read read(String csv) {
    List<String> lines = csv.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().replace("\uFEFF", "").strip().equals(HEADER)) {
      return new Read.Bad("line 1: must be " + HEADER);
    }
    List<Price> prices = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        Price price = price(lines.get(i).strip());
        if (!seen.add(price.country() + price.mccmncShown())) {
          return new Read.Bad("line " + (i + 1) + ": this country and network are there twice");
        }
        prices.add(price);
      } catch (IllegalArgumentException wrong) {
        return new Read.Bad("line " + (i + 1) + ": " + wrong.getMessage());
      }
      if (prices.size() > PriceList.MAX) {
        return new Read.Bad("there are more than " + PriceList.MAX + " prices");
      }
    }
    return prices.isEmpty() ? new Read.Bad("there is no price in it") : new Read.Good(prices);
  }

  /// Reads an amount such as `0.06`.
  ///
  /// @throws IllegalArgumentException if it is none
  public static BigDecimal amount(String written) {
    if (!AMOUNT.matcher(written).matches()) {
      throw new IllegalArgumentException(
          "'" + written + "' is not a price: write digits, and at most 5 after a point");
    }
    return new BigDecimal(written);
  }

  private static Price price(String line) {
    List<String> fields = new ArrayList<>();
    Matcher field = FIELD.matcher(line);
    boolean more = true;
    while (more && field.find()) {
      String inQuotes = field.group(1);
      fields.add(inQuotes != null ? inQuotes.replace("\"\"", "\"") : field.group(2).strip());
      more = !field.group(3).isEmpty();
    }
    if (more || fields.size() != COLUMNS) {
      throw new IllegalArgumentException("must have " + COLUMNS + " fields, parted by commas");
    }
    String mccmnc = fields.get(2);
    boolean any = mccmnc.isEmpty() || mccmnc.equals(Price.ANY_MCCMNC);
    return new Price(
        fields.get(1).toUpperCase(Locale.ROOT),
        any ? null : mccmnc,
        any ? null : fields.get(3),
        amount(fields.get(4)));
  }

  private static String quoted(String field) {
    return field.contains(",") || field.contains("\"")
        ? "\"" + field.replace("\"", "\"\"") + "\""
        : field;
  }
}
