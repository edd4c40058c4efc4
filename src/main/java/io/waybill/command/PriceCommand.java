package io.waybill.command;

import io.waybill.price.Countries;
import io.waybill.price.Price;
import io.waybill.price.PriceCsv;
import io.waybill.store.AdminStore.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "price",
    description = "Sets, lists, imports and removes what one part of an SMS costs, in euro.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class PriceCommand extends CommandGroup {
  /** Of the largest file to import, octets. */
  private static final int FILE_MAX = 2 << 20;

  private static final String COUNTRY = "two letters (ISO 3166), as EE";
  private static final String MCCMNC =
      "code of one network, 5 or 6 digits; default: all networks without a price of their own";

  @Command(
      description = "Sets the price of a country, or of one of its networks.",
      mixinStandardHelpOptions = true)
  int set(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "COUNTRY", description = COUNTRY) String country,
      @Parameters(paramLabel = "AMOUNT", description = "euro, at most 5 decimals") String amount,
      @Option(names = "--mccmnc", description = MCCMNC) @Nullable String mccmnc,
      @Option(names = "--network", description = "its name; needed with --mccmnc")
          @Nullable String network) {
    return config.with(admin -> {
      Price price = price(country, mccmnc, network, amount);
      admin.prices().set(price);
      Terminal.say(
          "a part to "
              + price.networkShown()
              + " of "
              + price.country()
              + " costs "
              + price.written());
    });
  }

  @Command(description = "Lists prices.", mixinStandardHelpOptions = true)
  int list(@Mixin ConfigOption config) {
    return config.with(admin ->
        AccountCommand.table(
            List.of("COUNTRY", "NAME", "MCCMNC", "NETWORK", "PRICE"),
            admin.prices().list().all().stream().map(PriceCommand::line).toList()));
  }

  @Command(
      name = "import",
      description = "Puts the prices of a CSV file in the place of all prices there are.",
      mixinStandardHelpOptions = true)
  int importFile(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "FILE", description = "its first line: " + PriceCsv.HEADER)
          Path file) {
    return config.with(admin -> {
      if (Files.size(file) > FILE_MAX) {
        throw new IOException(file + " is longer than " + FILE_MAX + " octets");
      }
      switch (PriceCsv.read(Files.readString(file))) {
        case PriceCsv.Read.Bad(var problem) -> throw new IOException(file + ": " + problem);
        case PriceCsv.Read.Good(var prices) -> {
          admin.prices().replace(prices);
          Terminal.say("there are " + prices.size() + " prices now");
        }
      }
    });
  }

  @Command(
      description = "Removes the price of a country, or of one of its networks.",
      mixinStandardHelpOptions = true)
  int remove(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "COUNTRY", description = COUNTRY) String country,
      @Option(names = "--mccmnc", description = MCCMNC) @Nullable String mccmnc) {
    return config.with(admin -> {
      admin.prices().remove(country.toUpperCase(Locale.ROOT), mccmnc);
      Terminal.say("the price is removed");
    });
  }

  private static Price price(
      String country, @Nullable String mccmnc, @Nullable String network, String amount)
      throws IOException {
    try {
      return new Price(country.toUpperCase(Locale.ROOT), mccmnc, network, PriceCsv.amount(amount));
    } catch (IllegalArgumentException wrong) {
      throw new IOException(wrong.getMessage(), wrong);
    }
  }

  private static Line line(Price price) {
    return new Line(
        List.of(
            price.country(),
            Countries.name(price.country()),
            price.mccmnc() == null ? "-" : price.mccmnc(),
            price.networkShown(),
            price.written()));
  }
}
