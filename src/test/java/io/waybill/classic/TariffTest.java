package io.waybill.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.accept.World;
import io.waybill.price.Price;
import io.waybill.price.PriceList;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Balance and prices, byte for byte. */
class TariffTest {
  private final World world = new World();

  @BeforeEach
  void prices() {
    world.priceList =
        new PriceList(
            List.of(
                price("EE", "24802", "Elisa", "0.055"),
                price("EE", "24801", "Telia & <Co>, \"Eesti\"", "0.06"),
                new Price("EE", null, null, new BigDecimal("0.07")),
                price("US", "310410", "AT&T", "0.00753")));
  }

  private static Price price(String country, String mccmnc, String network, String amount) {
    return new Price(country, mccmnc, network, new BigDecimal(amount));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Wire.Answer get(String route, String more) {
    Wire.Answer answer =
        Wire.call(
            world.port(),
            "GET",
            route + "?username=shop&password=shop-password-0123456" + more,
            "");
    assertThat(answer.status()).isEqualTo(200);
    return answer;
  }

  @ParameterizedTest
  @CsvSource({
    "707.54000, OK 707.54",
    "0, OK 0.00",
    "0.00999, OK 0.00",
    "-0.00001, OK -0.01",
    "1234567.5, OK 1234567.50",
    ", OK 999999.99",
  })
  void theBalanceHasTwoDecimals(BigDecimal left, String answer) {
    world.balance = left;
    assertThat(get("/get_balance", "").body()).isEqualTo(answer);
    assertThat(get("/v1/get_balance/", "").body()).isEqualTo(answer);
  }

  @Test
  void theOfficialLibrariesAskForTheBalanceByPostWithEmptyBody() {
    world.balance = new BigDecimal("1");
    Wire.Answer answer =
        Wire.call(
            world.port(),
            "POST",
            "/v1/get_balance?username=shop&password=shop-password-0123456",
            "",
            "Content-Length: 0",
            "Accept: text/plain");
    assertThat(answer.body()).isEqualTo("OK 1.00");
  }

  @ParameterizedTest
  @CsvSource({"''", "&format=json", "&format=JSON", "&format="})
  void pricesAreJson(String format) {
    Wire.Answer answer = get("/prices", "&country=ee" + format);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"country\":\"EE\",\"name\":\"Estonia\",\"prefix\":\"372\",\"networks\":["
                + "{\"mccmnc\":\"00000\",\"name\":\"Any other network\",\"price\":\"0.07000\"},"
                + "{\"mccmnc\":\"24801\",\"name\":\"Telia & <Co>, \\\"Eesti\\\"\","
                + "\"price\":\"0.06000\"},"
                + "{\"mccmnc\":\"24802\",\"name\":\"Elisa\",\"price\":\"0.05500\"}]}");
  }

  @Test
  void pricesAreXmlIfThatIsWanted() {
    Wire.Answer answer = get("/v1/prices/", "&country=US&format=xml");
    assertThat(answer.header("Content-Type")).isEqualTo("application/xml");
    assertThat(answer.body())
        .isEqualTo(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<pricing><country>US</country>"
                + "<name>United States</name><prefix>1</prefix><networks><network>"
                + "<mccmnc>310410</mccmnc><name>AT&amp;T</name><price>0.00753</price></network>"
                + "</networks></pricing>");
    assertThat(get("/prices", "&country=EE&format=xml").body())
        .contains("<name>Telia &amp; &lt;Co&gt;, \"Eesti\"</name>");
  }

  @ParameterizedTest
  @CsvSource({
    "'', ERROR 102",
    "&country=, ERROR 102",
    "&country=%FF, ERROR 102",
    "&country=ZZ, ERROR 104",
    "&country=Estonia, ERROR 104",
    "&country=LV, ERROR 105",
    "&country=EE&format=yaml, ERROR 106",
  })
  void whatIsWrongHasItsWord(String parameters, String word) {
    Wire.Answer answer = get("/prices", parameters);
    assertThat(answer.body()).isEqualTo(word);
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
  }

  @Test
  void thePricelistIsCsv() {
    Wire.Answer answer = get("/pricelist", "");
    assertThat(answer.header("Content-Type")).isEqualTo("text/csv; charset=UTF-8");
    assertThat(answer.body())
        .isEqualTo(
            """
            Country,Code,MCCMNC,Network,Price
            Estonia,EE,00000,Any other network,0.07000
            Estonia,EE,24801,"Telia & <Co>, ""Eesti""\",0.06000
            Estonia,EE,24802,Elisa,0.05500
            United States,US,310410,AT&T,0.00753\
            """);
    world.priceList = PriceList.EMPTY;
    assertThat(get("/v1/pricelist", "").body()).isEqualTo("Country,Code,MCCMNC,Network,Price");
  }

  @Test
  void thePriceOfAPartIsFixedWhenAMessageIsAccepted() {
    String id = get("/send_sms", "&to=37251000000&text=a").body().substring(3);
    BigDecimal fixed =
        world.ledger.find(1, UUID.fromString(id)).getFirst().envelope().extras().partPrice();
    assertThat(fixed).isNotNull();
    String nowhere = get("/send_sms", "&to=37120000000&text=a").body().substring(3);
    assertThat(
            world
                .ledger
                .find(1, UUID.fromString(nowhere))
                .getFirst()
                .envelope()
                .extras()
                .partPrice())
        .isNull();
  }
}
