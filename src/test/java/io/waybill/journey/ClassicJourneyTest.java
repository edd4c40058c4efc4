package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.waybill.price.Price;
import io.waybill.smpp.ShortMessage;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The classic API from the request to the operator and back to the customer.
class ClassicJourneyTest {
  private static final String TO = "37255555508";
  private final List<String> told = new CopyOnWriteArrayList<>();
  private World world;
  private HttpServer customer;
  private HttpClient http;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    customer = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 10);
    customer.createContext(
        "/",
        exchange -> {
          try (exchange) {
            told.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(200, -1);
          }
        });
    customer.start();
    http = HttpClient.newHttpClient();
    world = World.start(directory);
  }

  @AfterEach
  void stop() {
    world.close();
    customer.stop(0);
    http.close();
  }

  private String ask(String route, String more) {
    String url =
        world.api().url()
            + "/"
            + route
            + "?username="
            + Site.KEY
            + "&password="
            + Site.PASSWORD
            + more;
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(12)).build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  private String sent(String more) {
    String url = "http://127.0.0.1:" + customer.getAddress().getPort() + "/dlr?order=7";
    String answer =
        ask(
            "send_sms",
            "&to=" + TO + "&dlr-url=" + URLEncoder.encode(url, StandardCharsets.UTF_8) + more);
    assertThat(answer).startsWith("OK ");
    return answer.substring(3);
  }

  private void reports(String id, String word) {
    Await.until(
        id + " is " + word, () -> ask("get_dlr_response", "&sms_unique_id=" + id).equals(word));
  }

  private ShortMessage arrived(int number) {
    Await.until("submit_sm " + number, () -> world.operator.arrivals("+" + TO).size() > number);
    return world.operator.arrivals("+" + TO).get(number).message();
  }

  private static String hex(ShortMessage message) {
    return HexFormat.of().formatHex(message.payload().toByteArray());
  }

  @Test
  void anSmsIsSentDeliveredAndToldByGet() {
    String id = sent("&text=Tere&from=Kohvik");
    reports(id, "OK DELIVERED");
    Await.until("two callbacks", () -> told.size() == 2);
    assertThat(told.getFirst())
        .startsWith("GET /dlr?order=7&")
        .contains("sms_unique_id=" + id, "status=SENT", "stat=ACCEPTD", "dlr-mask=8");
    assertThat(told.getLast()).contains("status=DELIVERED", "stat=DELIVRD", "dlr-mask=1");
    assertThat(
            world
                .api()
                .message(id)
                .at("/timeline/0/via")
                .asString(world.api().message(id).at("/timeline/0").toString()))
        .contains("classic");
    world.isInOrder();
  }

  @Test
  void flashAndDataReachTheOperatorAsTheyAre() {
    sent("&text=Tere&mclass=0");
    ShortMessage flash = arrived(0);
    assertThat(flash.dataCoding()).isEqualTo(0xF0);
    assertThat(hex(flash)).isEqualTo("54657265");
    sent("&data=%00%01%FE%FF&udh=%06%05%04%15%81%00%00");
    ShortMessage data = arrived(1);
    assertThat(data.dataCoding()).isEqualTo(4);
    assertThat(data.esmClass()).isEqualTo(0x40);
    assertThat(hex(data)).isEqualTo("060504158100000001feff");
    String id = sent("&text=%04%1F%04%40&charset=UTF-16BE&mclass=2&udh=%02%70%00");
    ShortMessage wide = arrived(2);
    assertThat(wide.dataCoding()).isEqualTo(0x1A);
    assertThat(hex(wide)).isEqualTo("027000041f0440");
    reports(id, "OK DELIVERED");
  }

  @Test
  void binaryDataSurvivesARestart() {
    long soon = Clock.systemUTC().instant().plusSeconds(3600).getEpochSecond();
    String id = sent("&data=%00%FF&mclass=1&time_to_send=" + soon);
    world.restart();
    JsonNode message = world.api().message(id);
    assertThat(message.path("state").asString()).isEqualTo("scheduled");
    world.site.count(
        "WITH x AS (UPDATE live SET due_at = now() WHERE id = '"
            + id
            + "' RETURNING 1)"
            + " SELECT count(*) FROM x");
    ShortMessage data = arrived(0);
    assertThat(data.dataCoding()).isEqualTo(0xF5);
    assertThat(hex(data)).isEqualTo("00ff");
  }

  @Test
  void aScheduledSmsIsCancelledAndNeverSent() {
    long later = Clock.systemUTC().instant().plus(Duration.ofHours(1)).getEpochSecond();
    String id = sent("&text=Tere&time_to_send=" + later);
    reports(id, "FAILED 102");
    assertThat(ask("cancel_sms", "&sms_unique_id=" + id)).isEqualTo("OK DELETED");
    assertThat(ask("cancel_sms", "&sms_unique_id=" + id)).isEqualTo("ERROR 107");
    reports(id, "OK FAILED");
    Await.until("the callback", () -> told.size() == 1);
    assertThat(told.getFirst()).contains("status=FAILED", "stat=DELETED", "dlr-mask=2");
    assertThat(world.operator.arrivals()).isEmpty();
  }

  @Test
  void thePriceOfAPartIsToldAndABalanceOfNothingStopsSending() {
    world.site.admin(admin -> {
      admin.prices().set(new Price("EE", null, null, new BigDecimal("0.0605")));
      admin.prices().balance("Kohvik", new BigDecimal("707.549"));
    });
    Await.until("the balance is known", () -> ask("get_balance", "").equals("OK 707.54"));
    assertThat(ask("pricelist", "")).endsWith("\nEstonia,EE,00000,Any other network,0.06050");
    String id = sent("&text=" + "a".repeat(161));
    reports(id, "OK DELIVERED");
    assertThat(world.api().status(id).get("price_info").toString())
        .isEqualTo("{\"part_price\":\"0.0605\",\"parts_count\":2,\"total_price\":\"0.121\"}");
    world.site.admin(admin -> admin.prices().balance("Kohvik", BigDecimal.ZERO));
    Await.until(
        "nothing is left", () -> ask("send_sms", "&to=" + TO + "&text=a").equals("ERROR 107"));
    assertThat(ask("get_balance", "")).isEqualTo("OK 0.00");
  }
}
