package io.waybill.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prices and balances by command. */
class PriceCliTest {
  @TempDir private static Path directory;
  private static String configuration = "";

  @BeforeAll
  static void start() throws IOException {
    configuration = TestServer.configure(directory).toString();
    done("account", "create", "acme");
  }

  private static Cli.Ran run(String... line) {
    List<String> words = new ArrayList<>(List.of(line));
    words.add("--config");
    words.add(configuration);
    return Cli.with("", words.toArray(String[]::new));
  }

  private static String done(String... line) {
    Cli.Ran ran = run(line);
    assertThat(ran.code()).as("%s: %s", List.of(line), ran.err()).isZero();
    return ran.out().strip();
  }

  private static void refused(String why, String... line) {
    Cli.Ran ran = run(line);
    assertThat(ran.code()).as(ran.out()).isEqualTo(1);
    assertThat(ran.complaints()).singleElement().asString().contains(why);
  }

  @Test
  void pricesAreSetListedImportedAndRemoved() throws IOException {
    assertThat(done("price", "set", "ee", "0.07"))
        .isEqualTo("a part to Any other network of EE costs 0.07000");
    done("price", "set", "EE", "0.06", "--mccmnc", "24801", "--network", "Telia");
    done("price", "set", "EE", "0.065", "--mccmnc", "24801", "--network", "Telia Eesti");
    assertThat(done("price", "list"))
        .containsPattern("EE +Estonia +- +Any other network +0.07000")
        .containsPattern("EE +Estonia +24801 +Telia Eesti +0.06500");
    done("price", "remove", "ee", "--mccmnc", "24801");
    refused("there is no such price", "price", "remove", "EE", "--mccmnc", "24801");
    Path csv = directory.resolve("prices.csv");
    Files.writeString(csv, "Country,Code,MCCMNC,Network,Price\nLatvia,LV,24701,LMT,0.05\n");
    assertThat(done("price", "import", csv.toString())).isEqualTo("there are 1 prices now");
    assertThat(done("price", "list")).contains("LMT").doesNotContain("Estonia");
    Files.writeString(csv, "Country,Code,MCCMNC,Network,Price\nLatvia,LV,24701,LMT,five\n");
    refused("line 2: 'five' is not a price", "price", "import", csv.toString());
    assertThat(done("price", "list")).contains("LMT");
  }

  @Test
  void aPriceThatMakesNoSenseIsRefused() {
    refused("'EST' is not a country", "price", "set", "EST", "0.07");
    refused("'0,07' is not a price", "price", "set", "EE", "0,07");
    refused("give MCC-MNC and name", "price", "set", "EE", "0.07", "--mccmnc", "24801");
  }

  @Test
  void anAccountHasABalanceOrNoLimit() {
    assertThat(done("account", "balance", "acme")).isEqualTo("account acme is not limited");
    assertThat(done("account", "balance", "acme", "12.5")).isEqualTo("account acme has 12.50000");
    assertThat(done("account", "balance", "acme")).isEqualTo("account acme has 12.50000");
    assertThat(done("account", "balance", "acme", "none")).isEqualTo("account acme is not limited");
    refused("no account is named nobody", "account", "balance", "nobody", "1");
    refused("no account is named nobody", "account", "balance", "nobody");
    refused("'much' is no amount", "account", "balance", "acme", "much");
  }
}
