package io.waybill.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Receipt;
import io.waybill.message.Receipt.Word;
import io.waybill.smpp.MessageState;
import io.waybill.smpp.Octets;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Tag;
import io.waybill.smpp.Tlv;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts as operators write them: right, lean, or wrong (SMPP 3.4 Appendix B). */
class ReceiptReaderTest {
  private static final int RECEIPT = 0x04;
  private static final String CLASSIC =
      "id:0012Ab sub:001 dlvrd:001 submit date:2611212001 done date:2611212002 stat:DELIVRD"
          + " err:000 text:Hello you";

  private static Optional<Receipt> read(int esmClass, String text, Tlv... tlvs) {
    return ReceiptReader.read(
        ShortMessage.builder()
            .source(1, 1, "37255500001")
            .esmClass(esmClass)
            .text(Octets.ofLatin1(text))
            .tlvs(tlvs)
            .build());
  }

  private static Receipt receipt(String text, Tlv... tlvs) {
    return read(RECEIPT, text, tlvs).orElseThrow();
  }

  private static Tlv id(String id) {
    return Tlv.ofString(Tag.RECEIPTED_MESSAGE_ID, id);
  }

  private static Tlv state(int state) {
    return Tlv.ofOctet(Tag.MESSAGE_STATE, state);
  }

  @Test
  void theClassicReceiptIsReadAndTheTextIsBlanked() {
    Receipt receipt = receipt(CLASSIC);
    assertThat(receipt.carrierId()).isEqualTo("0012Ab");
    assertThat(receipt.word()).isEqualTo(Word.DELIVRD);
    assertThat(receipt.err()).isEqualTo("000");
    assertThat(receipt.raw()).startsWith("id:0012Ab").endsWith("text:…").doesNotContain("Hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id:7 stat:DELIVRD",
        "id:7 sub:001 dlvrd:001 stat:DELIVRD err:000 text:",
        "id:7 sub:001 dlvrd:001 submit date:2611212001 done date:2611212001 stat:delivrd err:000",
        "  id: 7  sub: 001  dlvrd: 001   submit date: 2611212001  done date: 2611212001"
            + "  stat: DELIVRD  err: 000  text: ",
        "ID:7 STAT:DELIVRD ERR:000 TEXT:",
        "stat:DELIVRD id:7",
        "id=7 stat=DELIVRD err=000",
        "id:7,stat:DELIVRD,err:000",
        "id:7;stat:DELIVRD",
        "id:7\nstat:DELIVRD\r\nerr:000",
        "submitdate:2611212001 donedate:2611212001 id:7 stat:DELIVRD",
        "id:7 stat:DELIVERED err:0",
        "id:7\0 stat:DELIVRD\0"
      })
  void lessMoreOrOtherwiseWrittenItIsTheSame(String text) {
    Receipt receipt = receipt(text);
    assertThat(receipt.carrierId()).isEqualTo("7");
    assertThat(receipt.word()).isEqualTo(Word.DELIVRD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000",
        "2513451399",
        "",
        "20261121T2001Z",
        "26-11-21 20:01",
        "99123123595999"
      })
  void anOddDateCostsNothingElse(String date) {
    Receipt receipt =
        receipt(
            "id:25 sub:001 dlvrd:000 submit date:%s done date:%s stat:UNDELIV err:042 text:"
                .formatted(date, date));
    assertThat(receipt.carrierId()).isEqualTo("25");
    assertThat(receipt.word()).isEqualTo(Word.UNDELIV);
    assertThat(receipt.err()).isEqualTo("042");
  }

  @ParameterizedTest
  @CsvSource({
    "ENROUTE, ENROUTE", "ACCEPTD, ACCEPTD", "UNKNOWN, UNKNOWN", "DELIVRD, DELIVRD",
    "EXPIRED, EXPIRED", "DELETED, DELETED", "UNDELIV, UNDELIV", "REJECTD, REJECTD",
    "undeliverable, UNDELIV", "Rejected, REJECTD", "FAILED, UNDELIV", "accepted, ACCEPTD",
    "BUFFERED, ENROUTE", "WHATEVER, UNKNOWN", "'', UNKNOWN", "42, UNKNOWN"
  })
  void everyWordIsUnderstoodAndAnUnknownOneIsUnknown(String stat, Word word) {
    assertThat(receipt("id:1 stat:" + stat + " err:000").word()).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({
    "1, ENROUTE",
    "2, DELIVRD",
    "3, EXPIRED",
    "4, DELETED",
    "5, UNDELIV",
    "6, ACCEPTD",
    "7, UNKNOWN",
    "8, REJECTD",
    "99, UNKNOWN"
  })
  void theTlvsAloneAreEnough(int state, Word word) {
    Receipt receipt = receipt("", id("AB-1"), state(state));
    assertThat(receipt.carrierId()).isEqualTo("AB-1");
    assertThat(receipt.word()).isEqualTo(word);
    assertThat(receipt.raw()).contains("[tlv id AB-1]").contains("[tlv state " + state + "]");
  }

  @Test
  void aTextWithoutAnIdIsCompletedByTheTlv() {
    Receipt receipt = receipt("sub:001 dlvrd:001 stat:DELIVRD err:000 text:", id("77"), state(2));
    assertThat(receipt.carrierId()).isEqualTo("77");
    assertThat(receipt.word()).isEqualTo(Word.DELIVRD);
    assertThat(receipt.err()).isEqualTo("000");
  }

  @Test
  void theTextsWordIsBelievedBeforeTheTlvsAndTheTlvsBeforeNone() {
    assertThat(receipt("id:1 stat:EXPIRED", id("1"), state(MessageState.DELIVERED)).word())
        .isEqualTo(Word.EXPIRED);
    assertThat(receipt("id:1 stat:WEIRD", id("1"), state(MessageState.EXPIRED)).word())
        .isEqualTo(Word.EXPIRED);
    assertThat(receipt("id:1", state(MessageState.EXPIRED)).word()).isEqualTo(Word.EXPIRED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9\0", "9", "9\0\0", " 9 "})
  void nulsAndBlanksAroundAnIdAreNoPartOfIt(String value) {
    Tlv tlv = new Tlv(Tag.RECEIPTED_MESSAGE_ID, Octets.ofLatin1(value));
    assertThat(receipt("", tlv, state(2)).carrierId()).isEqualTo("9");
  }

  @Test
  void theNetworksErrorIsTakenFromItsTlvWhereTheTextHasNone() {
    Tlv error = new Tlv(Tag.NETWORK_ERROR_CODE, Octets.of((byte) 3, (byte) 0x01, (byte) 0x2C));
    assertThat(receipt("id:1 stat:UNDELIV", error).err()).isEqualTo("300");
    assertThat(receipt("id:1 stat:UNDELIV err:5", error).err()).isEqualTo("5");
    assertThat(receipt("id:1 stat:UNDELIV err: text:x", error).err()).isEqualTo("300");
    Tlv odd = new Tlv(Tag.NETWORK_ERROR_CODE, Octets.of((byte) 3));
    assertThat(receipt("id:1 stat:UNDELIV", odd).err()).isNull();
  }

  @Test
  void aTextInThePayloadTlvIsReadLikeAnyOther() {
    Receipt receipt = receipt("", new Tlv(Tag.MESSAGE_PAYLOAD, Octets.ofLatin1(CLASSIC)));
    assertThat(receipt.carrierId()).isEqualTo("0012Ab");
    assertThat(receipt.raw()).doesNotContain("Hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id:1 stat:DELIVRD err: text:secret",
        "id:1 stat:DELIVRD err:000 Text: secret words",
        "id:1 stat:DELIVRD err:000 text=secret",
        "id:1 stat: text:secret",
        "id:1 stat:DELIVRD TEXT :secret",
        "id:1 stat:DELIVRD text:a text:secret"
      })
  void nothingOfTheMessagesWordsIsKept(String text) {
    assertThat(receipt(text).toString()).doesNotContain("secret");
  }

  @Test
  void whatStandsInTheMessagesWordsIsNoField() {
    Receipt receipt = receipt("id:1 stat:UNDELIV text:id:2 stat:DELIVRD err:9");
    assertThat(receipt.carrierId()).isEqualTo("1");
    assertThat(receipt.word()).isEqualTo(Word.UNDELIV);
    assertThat(receipt.err()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "stat:DELIVRD", "id: stat:DELIVRD", "id:  text:id:5", "nothing"})
  void whatIsMarkedAsAReceiptIsOneEvenWithoutAnId(String text) {
    assertThat(read(RECEIPT, text)).map(Receipt::carrierId).contains("");
    assertThat(read(0, text)).isEmpty();
  }

  @Test
  void anIdOfTwentyFiveDigitsIsKeptWhole() {
    assertThat(receipt("id:1234567890123456789012345 stat:DELIVRD").carrierId())
        .isEqualTo("1234567890123456789012345");
  }

  @Test
  void aReceiptThatIsNotMarkedIsRecognisedAndAHandsetsMessageIsNot() {
    assertThat(read(0, CLASSIC)).isPresent();
    assertThat(read(0, "", id("1"), state(2))).isPresent();
    assertThat(read(0x20, "id:1 stat:ENROUTE")).map(Receipt::word).contains(Word.ENROUTE);
    assertThat(read(0, "Hello, my id is 5")).isEmpty();
    assertThat(read(0, "id:5 please")).isEmpty();
  }

  @Test
  void garbageNeverThrowsAndNeverGrows() {
    long seed = Long.getLong("waybill.seed", System.nanoTime());
    Random random = new Random(seed);
    List<String> pieces =
        List.of(
            "id:",
            "ID = ",
            "stat:",
            "stat :",
            "err:",
            "text:",
            "submit date:",
            "done",
            " date:",
            "DELIVRD",
            " ",
            "\0",
            "\n",
            "::",
            "=",
            "7",
            "é",
            "\u00FF",
            "(",
            "$",
            "\\",
            CLASSIC);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(14); n > 0 && text.length() < 200; n--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      text.append(new String(noise, StandardCharsets.ISO_8859_1));
      String cut = text.substring(0, Math.min(255, text.length()));
      Tlv tlv = new Tlv(tag(random), Octets.of(noise));
      Optional<Receipt> receipt = read(random.nextInt(256), cut, tlv);
      receipt.ifPresent(r -> {
        assertThat(r.carrierId().length()).isLessThanOrEqualTo(100);
        assertThat(r.raw().length()).isLessThanOrEqualTo(800);
        assertThat(r.toString().chars().anyMatch(c -> c < ' ')).as("%d", seed).isFalse();
      });
    }
  }

  private static int tag(Random random) {
    int[] tags = {
      Tag.RECEIPTED_MESSAGE_ID, Tag.MESSAGE_STATE, Tag.NETWORK_ERROR_CODE, Tag.MESSAGE_PAYLOAD
    };
    return tags[random.nextInt(tags.length)];
  }
}
