package io.waybill.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.accept.World;
import io.waybill.message.Event;
import io.waybill.message.Ids;
import io.waybill.message.Receipt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking what became of an SMS, and cancelling it. */
class TrackingTest {
  private static final String NOBODYS = "019a9d2c-7f00-7000-8000-0000000000a0";
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private String ask(String who, String route, String id) {
    String[] key = who.split(":", 2);
    return Wire.call(
            world.port(),
            "POST",
            "/" + route + "/",
            "username=" + key[0] + "&password=" + key[1] + "&sms_unique_id=" + id,
            "Content-Type: application/x-www-form-urlencoded")
        .body();
  }

  private String report(String id) {
    return ask(World.SHOP, "get_dlr_response", id);
  }

  private String sent(String more) {
    String answer =
        Wire.call(
                world.port(),
                "GET",
                "/send_sms?username=shop&password=shop-password-0123456&to=37251000000&text=a"
                    + more,
                "")
            .body();
    assertThat(answer).startsWith("OK ");
    return answer.substring(3);
  }

  private void happens(String id, Event event) {
    assertThat(world.ledger.record(UUID.fromString(id), event).join()).isNotNull();
  }

  @Test
  void placesThatTheChainDoesNotHaveDoNotExist() {
    UUID sent =
        UUID.fromString(sent("&time_to_send=" + World.NOON.plusSeconds(90).getEpochSecond()));
    for (int place = 2; place <= Ids.CHAIN_MAX; place++) {
      String id = Ids.message(Ids.omniOf(sent), place).toString();
      assertThat(report(id)).isEqualTo("ERROR 107");
      assertThat(ask(World.SHOP, "cancel_sms", id)).isEqualTo("ERROR 107");
    }
    assertThat(report(sent.toString())).isEqualTo("FAILED 102");
  }

  private void taken(String id) {
    happens(id, new Event.Claimed(World.NOON, "first"));
    happens(id, new Event.Taken(World.NOON, 1, 1, "c1"));
  }

  @Test
  void thereIsNoReportBeforeTheOperatorHasIt() {
    String id = sent("");
    assertThat(report(id)).isEqualTo("FAILED 102");
    happens(id, new Event.Claimed(World.NOON, "first"));
    assertThat(report(id)).isEqualTo("FAILED 102");
    happens(id, new Event.Taken(World.NOON, 1, 1, "c1"));
    assertThat(report(id)).isEqualTo("OK SENT");
  }

  @ParameterizedTest
  @CsvSource({
    "ACCEPTD, OK SENT",
    "ENROUTE, OK SENT",
    "UNKNOWN, OK SENT",
    "DELIVRD, OK DELIVERED",
    "UNDELIV, OK FAILED",
    "REJECTD, OK FAILED",
    "EXPIRED, OK FAILED",
    "DELETED, OK FAILED",
  })
  void eachReceiptHasOneOfThreeWords(String stat, String word) {
    String id = sent("");
    taken(id);
    happens(id, new Event.ReceiptCame(World.NOON, 1, receipt(stat)));
    assertThat(report(id)).isEqualTo(word);
    assertThat(report(id.toUpperCase(java.util.Locale.ROOT))).isEqualTo(word);
    assertThat(report(Ids.omniOf(UUID.fromString(id)).toString())).isEqualTo(word);
  }

  @Test
  void whatIsScheduledCanBeCancelledOnce() {
    String id = sent("&time_to_send=" + World.NOON.plusSeconds(3600).getEpochSecond());
    assertThat(ask(World.OTHER, "cancel_sms", id)).isEqualTo("ERROR 107");
    assertThat(ask(World.SHOP, "cancel_sms", id)).isEqualTo("OK DELETED");
    assertThat(ask(World.SHOP, "cancel_sms", id)).isEqualTo("ERROR 107");
    assertThat(report(id)).isEqualTo("OK FAILED");
  }

  @Test
  void whatIsOnItsWayCannotBeCancelled() {
    String id = sent("");
    taken(id);
    assertThat(ask(World.SHOP, "cancel_sms", id)).isEqualTo("ERROR 107");
  }

  @ParameterizedTest
  @ValueSource(strings = {NOBODYS, "1", "1-1-1-1-1", "%27%20or%201=1"})
  void anIdNobodyHasIsUnknown(String id) {
    assertThat(report(id)).isEqualTo("ERROR 107");
    assertThat(ask(World.SHOP, "cancel_sms", id)).isEqualTo("ERROR 107");
  }

  @Test
  void anotherAccountsMessageIsUnknown() {
    assertThat(ask(World.OTHER, "get_dlr_response", sent(""))).isEqualTo("ERROR 107");
  }

  @Test
  void anIdMustBeGiven() {
    assertThat(report("")).isEqualTo("ERROR 102");
    assertThat(report("%ff")).isEqualTo("ERROR 102");
    assertThat(ask(World.SHOP, "cancel_sms", "")).isEqualTo("ERROR 102");
    assertThat(ask("shop:wrong", "cancel_sms", NOBODYS)).isEqualTo("ERROR 101");
  }

  private static Receipt receipt(String stat) {
    return new Receipt(Receipt.Word.valueOf(stat), "000", "c1", "stat:" + stat);
  }
}
