package io.waybill.price;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Price lists as files, and what a part costs by them. */
class PriceCsvTest {
  private static final String HEADER = PriceCsv.HEADER + "\n";

  private static PriceList list(String lines) {
    return switch (PriceCsv.read(HEADER + lines)) {
      case PriceCsv.Read.Good(var prices) -> new PriceList(prices);
      case PriceCsv.Read.Bad(var problem) -> throw new AssertionError(problem);
    };
  }

  @Test
  void whatIsWrittenCanBeReadAgain() {
    String lines =
        """
        Estonia,EE,00000,Any other network,0.07000
        Estonia,EE,24801,"Telia, ""the"" one",0.06000
        United States,US,310410,AT&T,0.00753\
        """;
    assertThat(PriceCsv.write(list(lines))).isEqualTo(HEADER + lines);
  }

  @Test
  void linesMayEndAsTheyLikeAndComeInAnyOrder() {
    PriceList read = list("x,us,,,0.1\r\n\r\nx,ee, 24801 , Telia ,0.06\r\nx,ee,,,0.07\r\n");
    assertThat(read.all())
        .containsExactly(
            new Price("EE", null, null, new BigDecimal("0.07")),
            new Price("EE", "24801", "Telia", new BigDecimal("0.06")),
            new Price("US", null, null, new BigDecimal("0.1")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x,EE,24801,Telia|line 2: must have 5 fields, parted by commas",
        "x,EE,24801,Telia,0.06,1|line 2: must have 5 fields, parted by commas",
        "x,EE,24801,\"Telia,0.06|line 2: must have 5 fields, parted by commas",
        "x,Eesti,24801,Telia,0.06|line 2: 'EESTI' is not a country: write two letters, as EE",
        "x,EE,248,Telia,0.06|line 2: MCC-MNC must be 5 or 6 digits that do not begin with 0,"
            + " as 24801",
        "x,EE,24801,,0.06|line 2: the name of a network must be 1 to 100 printable characters",
        "x,EE,24801,Telia,-1|line 2: '-1' is not a price: write digits, and at most 5 after a point",
        "x,EE,24801,Telia,1e3|line 2: '1e3' is not a price: write digits, and at most 5 after a"
            + " point",
        "x,EE,24801,Telia,10000.1|line 2: a price must be from 0 to 10000",
      })
  void theFirstWrongLineIsNamed(String line, String problem) {
    assertThat(PriceCsv.read(HEADER + line)).isEqualTo(new PriceCsv.Read.Bad(problem));
  }

  @Test
  void aFileMustHaveItsHeaderAndNoPriceTwice() {
    assertThat(PriceCsv.read("x,EE,,,1")).isInstanceOf(PriceCsv.Read.Bad.class);
    assertThat(PriceCsv.read("")).isInstanceOf(PriceCsv.Read.Bad.class);
    assertThat(PriceCsv.read(HEADER)).isEqualTo(new PriceCsv.Read.Bad("there is no price in it"));
    assertThat(PriceCsv.read(HEADER + "x,EE,,,1\nx,ee,00000,,2"))
        .isEqualTo(new PriceCsv.Read.Bad("line 3: this country and network are there twice"));
    StringBuilder many = new StringBuilder(HEADER);
    for (int i = 0; i <= PriceList.MAX; i++) {
      many.append("x,EE,").append(100_000 + i).append(",n,1\n");
    }
    assertThat(PriceCsv.read(many.toString()))
        .isEqualTo(new PriceCsv.Read.Bad("there are more than 10000 prices"));
  }

  @Test
  void aNetworkHasItsOwnPriceElseItsCountrys() {
    PriceList prices = list("x,EE,24801,Telia,0.06\nx,EE,,,0.07\nx,LV,24701,LMT,0.05");
    assertThat(prices.partPrice("EE", "telia")).contains(new BigDecimal("0.06000"));
    assertThat(prices.partPrice("EE", "Elisa")).contains(new BigDecimal("0.07000"));
    assertThat(prices.partPrice("EE", null)).contains(new BigDecimal("0.07000"));
    assertThat(prices.partPrice("LV", "Tele2")).isEmpty();
    assertThat(prices.partPrice("FI", null)).isEmpty();
    assertThat(prices.partPrice(null, null)).isEmpty();
  }

  @Test
  void everyCountryHasANameAndMostHaveAPrefix() {
    assertThat(List.of("EE", "US", "XK", "GB")).allMatch(Countries::isCountry);
    assertThat(List.of("", "ee", "ZZ", "001", "EU")).noneMatch(Countries::isCountry);
    assertThat(Countries.name("XK")).isEqualTo("Kosovo");
    assertThat(Countries.prefix("GB")).isEqualTo("44");
    assertThat(Countries.prefix("AQ")).isEmpty();
  }
}
