package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.simulator.Options;
import io.waybill.smpp.MessageState;
import io.waybill.smpp.Octets;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import io.waybill.smpp.Tag;
import io.waybill.smpp.Tlv;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Receipts in every variant that carriers write, over a real socket to the customer's callback
/// (test groups C5 and C6).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReceiptVariantsTest {
  private static final int RECEIPT = 0x04;
  private static final int INTERMEDIATE = 0x20;
  private static final int HEADER = 0x40;
  private static final String REST =
      " sub:001 dlvrd:001 submit date:2611212001 done date:2611212002 stat:DELIVRD err:000"
          + " text:secret words";

  private final Peer peer = new Peer();
  private final AtomicInteger numbers = new AtomicInteger();
  private World world;

  @BeforeAll
  void start(@TempDir Path directory) {
    world =
        World.furnish(
            directory, Options.defaults(), _ -> Site.link(Site.LINK, peer.port(), 100, 0, 60));
    world.site.admin(admin -> admin.putLink(Site.link("tele-2", peer.port(), 100, 0, 60)));
    world.startServer();
    Await.until("both links are bound", () -> peer.bound() == 2);
  }

  @AfterAll
  void stop() {
    world.isInOrder();
    world.close();
    peer.close();
  }

  private String number() {
    return "3725123" + (1_000 + numbers.incrementAndGet());
  }

  /// Sends a message that the carrier takes under that id; its id.
  private String taken(String to, String carrierId) {
    peer.names(_ -> carrierId);
    String id = world.send("+" + to, "to be reported");
    Await.until("it is sent", () -> world.api().state(id).equals("sent"));
    return id;
  }

  private static ShortMessage.Builder from(String source) {
    return ShortMessage.builder().source(1, 1, source).dest(5, 0, "Kohvik").esmClass(RECEIPT);
  }

  private static ShortMessage text(String source, String text) {
    return from(source).text(Octets.ofLatin1(text)).build();
  }

  private static Octets wide(String text) {
    return Octets.of(text.getBytes(StandardCharsets.UTF_16BE));
  }

  /// @param answered the id in the submit_sm_resp
  record Variant(
      String name, String answered, java.util.function.UnaryOperator<ShortMessage.Builder> said) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Variant words(String name, String answered, String text) {
    return new Variant(name, answered, b -> b.text(Octets.ofLatin1(text)));
  }

  private static Variant id(String name, String answered, String received) {
    return words(name, answered, "id:" + received + REST);
  }

  static Stream<Variant> variants() {
    Tlv delivered = Tlv.ofOctet(Tag.MESSAGE_STATE, MessageState.DELIVERED);
    String long65 = "f".repeat(65);
    return Stream.of(
        id("as answered", "a1-77", "a1-77"),
        id("upper case", "abc7f001", "ABC7F001"),
        id("leading zeros", "98765", "0000098765"),
        id("leading zeros left out", "0000098766", "98766"),
        id("decimal for hexadecimal", "4A817C801", "20000000001"),
        id("hexadecimal for decimal", "20000000002", "4A817C802"),
        id("hexadecimal in lower case with zeros", "20000000003", "00004a817c803"),
        id("25 digits", "1234567890123456789012345", "1234567890123456789012345"),
        id("65 characters", long65, long65.toUpperCase(java.util.Locale.ROOT)),
        new Variant(
            "TLVs alone, with a trailing NUL",
            "nul-1",
            b -> b.tlvs(new Tlv(Tag.RECEIPTED_MESSAGE_ID, Octets.ofLatin1("nul-1\0")), delivered)),
        new Variant(
            "TLVs alone, without a NUL",
            "nul-2",
            b -> b.tlvs(new Tlv(Tag.RECEIPTED_MESSAGE_ID, Octets.ofLatin1("nul-2")), delivered)),
        new Variant(
            "id in the text, state in the TLV",
            "mix-1",
            b -> b.text(Octets.ofLatin1("id:mix-1 err:000")).tlvs(delivered)),
        new Variant(
            "an unknown stat, the state in the TLV",
            "mix-2",
            b -> b.text(Octets.ofLatin1("id:mix-2 stat:HUGO err:000")).tlvs(delivered)),
        new Variant(
            "not marked, but a receipt by its words",
            "un-1",
            b -> b.esmClass(0).text(Octets.ofLatin1("id:un-1" + REST))),
        new Variant(
            "not marked, by its TLV",
            "un-2",
            b -> b.esmClass(0).tlvs(Tlv.ofString(Tag.RECEIPTED_MESSAGE_ID, "un-2"), delivered)),
        words("broken dates", "d-1", "id:d-1 submit date:?? done date:99999999 stat:DELIVRD"),
        words(
            "twelve-digit dates",
            "d-2",
            "id:d-2 sub:001 dlvrd:001 submit date:261121200155 done date:261121200159 stat:DELIVRD"),
        words("no dates", "d-3", "id:d-3 stat:DELIVRD"),
        words("any order", "o-1", "stat:DELIVRD err:000 done date:2611212002 id:o-1"),
        words("equal signs and capitals", "o-2", "ID=o-2 STAT=DELIVRD ERR=000"),
        words("blanks around colons", "o-3", "id : o-3  stat : DELIVRD  err : 000"),
        words("one word, tabs", "o-4", "id:o-4\tsubmitdate:2611212001\tstat:DELIVRD"),
        words("semicolons", "o-5", "id:o-5;sub:001;x:1;stat:DELIVRD;err:000"),
        words("commas behind what nobody knows", "o-6", "id:o-6,route:7,stat:DELIVRD"),
        words("quotation marks", "o-7", "id:\"o-7\" stat:\"DELIVRD\""),
        words("the word in small letters, spelt out", "o-8", "id:o-8 stat:delivered"),
        new Variant(
            "in message_payload",
            "p-1",
            b -> b.tlvs(new Tlv(Tag.MESSAGE_PAYLOAD, Octets.ofLatin1("id:p-1" + REST)))),
        new Variant(
            "in UCS-2",
            "u-1",
            b -> b.dataCoding(8).text(wide("id:u-1 stat:DELIVRD err:000 text:x"))),
        new Variant(
            "in ASCII, announced as UCS-2",
            "u-2",
            b -> b.dataCoding(8).text(Octets.ofLatin1("id:u-2" + REST))),
        new Variant(
            "in UCS-2, announced as nothing",
            "u-3",
            b -> b.text(wide("id:u-3 stat:DELIVRD err:000"))),
        new Variant(
            "behind a user data header",
            "h-1",
            b ->
                b.esmClass(RECEIPT | HEADER)
                    .text(Octets.ofLatin1("\5\0\3\7\1\1" + "id:h-1" + REST))),
        new Variant(
            "a header announced that is not there",
            "h-2",
            b -> b.esmClass(RECEIPT | HEADER).text(Octets.ofLatin1("id:h-2" + REST))));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void howeverItIsWrittenTheReceiptFindsItsMessage(Variant variant) {
    String to = number();
    String id = taken(to, variant.answered());
    peer.tells(variant.said().apply(from(to)).build());
    world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
    assertThat(world.api().message(id).toString()).doesNotContain("secret");
  }

  static Stream<java.util.function.UnaryOperator<String>> sources() {
    return Stream.of(
        n -> "+" + n, n -> "00" + n, n -> n.substring(3), n -> "0" + n.substring(3), n -> n);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void theRecipientIsKnownHoweverItIsWritten(java.util.function.UnaryOperator<String> written) {
    String to = number();
    String id = taken(to, "src-" + to);
    peer.tells(text(written.apply(to), "id:src-" + to + REST));
    world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
  }

  @Test
  void aReceiptWithoutANumberWaitsForAPersonAndChangesNothing() {
    String to = number();
    String id = taken(to, "nameless-1");
    peer.tells(text("", "id:nameless-1" + REST));
    assertThat(parked("carrier_id = 'nameless-1' AND kind = 'no_number'")).isEqualTo(1);
    assertThat(world.api().state(id)).isEqualTo("sent");
  }

  private long parked(String where) {
    return world.site.count("SELECT count(*) FROM receipt_parked WHERE " + where);
  }

  @Test
  void aReceiptWithoutAnIdIsListedAsUnmatchedAndNotHiddenAsAMessage() {
    long inbound = world.site.count("SELECT count(*) FROM inbound_raw");
    peer.tells(text("37251111111", "stat:DELIVRD err:000 text:secret words"));
    assertThat(parked("source = '37251111111' AND kind = 'no_id' AND next_try_at IS NULL"))
        .isEqualTo(1);
    assertThat(parked("raw LIKE '%secret%'")).isZero();
    assertThat(world.site.count("SELECT count(*) FROM inbound_raw")).isEqualTo(inbound);
    peer.tells(
        ShortMessage.builder()
            .source(1, 1, "37251111112")
            .dest(1, 1, "1234")
            .text(Octets.ofLatin1("Hello, my id: 5"))
            .build());
    assertThat(world.site.count("SELECT count(*) FROM inbound_raw")).isEqualTo(inbound + 1);
  }

  @Test
  void aReceiptInADataSmIsOneLikeAnyOther() {
    String to = number();
    String id = taken(to, "data-1");
    int seq =
        peer.data(
            from(to)
                .tlvs(new Tlv(Tag.MESSAGE_PAYLOAD, Octets.ofLatin1("id:data-1" + REST)))
                .build());
    Await.until("it is acknowledged", () -> peer.answered(seq) == Status.ESME_ROK);
    world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
  }

  @Test
  void aReceiptMayComeOverAnotherLinkOfTheCarrier() {
    for (int connection : List.of(0, 1)) {
      String to = number();
      String id = taken(to, "link-" + connection);
      int seq = peer.deliver(connection, text(to, "id:link-" + connection + REST));
      Await.until("it is acknowledged", () -> peer.answered(seq) == Status.ESME_ROK);
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
    }
  }

  @Test
  void anIntermediateNotificationEndsNothingBadlyAndTheFinalReceiptDoes() {
    String to = number();
    String id = taken(to, "mid-1");
    peer.tells(
        from(to)
            .esmClass(INTERMEDIATE)
            .text(Octets.ofLatin1("id:mid-1 stat:UNDELIV err:1"))
            .build());
    world.awaits(id, "accepted", "ACK 0", "ACCEPTD 0");
    peer.tells(text(to, "id:mid-1" + REST));
    world.awaits(id, "delivered", "ACK 0", "ACCEPTD 0", "DELIVRD 0");
  }

  @Test
  void anUnknownOrMissingStatIsUnknownAndAFinalOneFollows() {
    String to = number();
    String id = taken(to, "word-1");
    peer.tells(text(to, "id:word-1 stat:HUGO err:000"));
    world.awaits(id, "unclear", "ACK 0", "UNKNOWN 999");
    peer.tells(text(to, "id:word-1 sub:001 dlvrd:000 err:000"));
    peer.tells(text(to, "id:word-1" + REST));
    world.awaits(id, "delivered", "ACK 0", "UNKNOWN 999", "DELIVRD 0");
  }

  @Test
  void ofTwoPartsTheOneThatFailsFailsTheMessageUntilItIsCorrected() {
    String to = number();
    AtomicInteger part = new AtomicInteger();
    peer.names(_ -> "long-" + part.incrementAndGet());
    String id = world.send("+" + to, "x".repeat(200));
    Await.until("both are sent", () -> world.api().state(id).equals("sent"));
    peer.tells(text(to, "id:long-1 stat:DELIVRD"));
    peer.tells(text(to, "id:long-2 stat:UNDELIV err:027"));
    world.awaits(id, "undelivered", "ACK 0", "UNDELIV 1");
    peer.tells(text(to, "id:long-1 stat:EXPIRED"));
    peer.tells(text(to, "id:long-2 stat:DELIVRD"));
    world.awaits(id, "delivered", "ACK 0", "UNDELIV 1", "DELIVRD 0");
  }

  @Test
  void aReusedIdIsAmbiguousUntilOnlyOneOfItsMessagesIsOpen() {
    String to = number();
    String first = taken(to, "again-1");
    String second = taken(to, "again-1");
    peer.tells(text(to, "id:again-1 stat:ACCEPTD"));
    Await.until(
        "it is ambiguous", () -> parked("kind = 'ambiguous' AND carrier_id = 'again-1'") == 1);
    assertThat(world.api().state(first)).isEqualTo("sent");
    world.site.database(database -> {
      try (var db = database.connection();
          var s = db.createStatement()) {
        s.execute(
            "UPDATE on_air SET carrier_id = 'other', id_form = 'other' WHERE message_id = '"
                + first
                + "'");
      } catch (java.sql.SQLException e) {
        throw new AssertionError(e);
      }
    });
    world.awaits(second, "accepted", "ACK 0", "ACCEPTD 0");
    Await.until("nothing is parked of it", () -> parked("carrier_id = 'again-1'") == 0);
    assertThat(world.api().state(first)).isEqualTo("sent");
  }
}
