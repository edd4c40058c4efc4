package io.waybill.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.AbstractSmCommand;
import org.jsmpp.bean.MessageRequest;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.util.DefaultComposer;
import org.jsmpp.util.DefaultDecomposer;
import org.junit.jupiter.api.Test;

/// An independent implementation reads what we write, and we read what it writes.
class JsmppInteropTest {
  private static final DefaultComposer THEIRS = new DefaultComposer();
  private static final DefaultDecomposer THEIR_READER = new DefaultDecomposer();

  @Test
  void weReadTheirSessionPdus() throws PDUStringException {
    assertThat(
            read(THEIRS.bind(9, 1, "way", "secret", "OTA", (byte) 0x34, (byte) 1, (byte) 1, "372")))
        .isEqualTo(
            new Pdu.Bind(CommandId.BIND_TRANSCEIVER, 1, "way", "secret", "OTA", 0x34, 1, 1, "372"));
    var version = new OptionalParameter.Sc_interface_version((byte) 0x34);
    assertThat(read(THEIRS.bindResp(CommandId.BIND_TRANSCEIVER_RESP, 1, "smsc", version)))
        .isEqualTo(new Pdu.BindResp(CommandId.BIND_TRANSCEIVER_RESP, 0, 1, "smsc"));
    assertThat(read(THEIRS.outbind(2, "smsc", "pw"))).isEqualTo(new Pdu.Outbind(2, "smsc", "pw"));
    assertThat(read(THEIRS.unbind(3))).isEqualTo(new Pdu.Unbind(3));
    assertThat(read(THEIRS.unbindResp(0, 3))).isEqualTo(new Pdu.UnbindResp(0, 3));
    assertThat(read(THEIRS.enquireLink(4))).isEqualTo(new Pdu.EnquireLink(4));
    assertThat(read(THEIRS.enquireLinkResp(4))).isEqualTo(new Pdu.EnquireLinkResp(0, 4));
    assertThat(read(THEIRS.genericNack(2, 5))).isEqualTo(new Pdu.GenericNack(2, 5));
  }

  @Test
  void weReadTheirMessagePdus() throws PDUStringException {
    var reference = new OptionalParameter.User_message_reference((short) 0x0102);
    byte[] submit =
        THEIRS.submitSm(
            2,
            "CMT",
            (byte) 5,
            (byte) 0,
            "Waybill",
            (byte) 1,
            (byte) 1,
            "37251234501",
            (byte) 0x40,
            (byte) 2,
            (byte) 3,
            null,
            "000001000000000R",
            (byte) 1,
            (byte) 1,
            (byte) 8,
            (byte) 9,
            Golden.HELLO.toByteArray(),
            reference);
    assertThat(read(submit)).isEqualTo(new Pdu.SubmitSm(2, Golden.SUBMITTED));

    byte[] deliver =
        THEIRS.deliverSm(
            5,
            "",
            (byte) 1,
            (byte) 1,
            "37251234501",
            (byte) 5,
            (byte) 0,
            "Waybill",
            (byte) 4,
            (byte) 0,
            (byte) 0,
            (byte) 0,
            (byte) 0,
            Golden.RECEIPT.text().toByteArray(),
            new OptionalParameter.Receipted_message_id("7"),
            new OptionalParameter.Message_state((byte) 2));
    assertThat(read(deliver)).isEqualTo(new Pdu.DeliverSm(5, Golden.RECEIPT));

    byte[] data =
        THEIRS.dataSm(
            6,
            "",
            (byte) 1,
            (byte) 1,
            "1",
            (byte) 1,
            (byte) 1,
            "2",
            (byte) 0,
            (byte) 1,
            (byte) 0,
            new OptionalParameter.Message_payload(Golden.HELLO.toByteArray()));
    assertThat(read(data)).isEqualTo(new Pdu.DataSm(6, Golden.DATA));

    assertThat(read(THEIRS.submitSmResp(2, "17"))).isEqualTo(new Pdu.SubmitSmResp(0, 2, "17"));
    assertThat(read(THEIRS.deliverSmResp(100, 5, ""))).isEqualTo(new Pdu.DeliverSmResp(100, 5));
    assertThat(read(THEIRS.dataSmResp(6, "a1"))).isEqualTo(new Pdu.DataSmResp(0, 6, "a1"));
    assertThat(read(THEIRS.querySm(9, "7", (byte) 0, (byte) 0, "")))
        .isEqualTo(new Pdu.Unknown(CommandId.QUERY_SM, 0, 9, Octets.ofHex("3700 0000 00")));
    assertThat(read(THEIRS.alertNotification(7, (byte) 1, (byte) 1, "1", (byte) 0, (byte) 0, "2")))
        .isEqualTo(new Pdu.AlertNotification(7, Octets.ofHex("0101 3100 0000 3200")));
  }

  @Test
  void theyReadOurSubmit() throws PDUStringException {
    var submit = THEIR_READER.submitSm(written(new Pdu.SubmitSm(2, Golden.SUBMITTED)));
    assertThat(submit.getCommandLength()).isEqualTo(0x51);
    assertThat(submit.getSequenceNumber()).isEqualTo(2);
    assertSame(submit, Golden.SUBMITTED);
    assertThat(submit.getProtocolId()).isEqualTo((byte) 2);
    assertThat(submit.getPriorityFlag()).isEqualTo((byte) 3);
    assertThat(submit.getValidityPeriod()).isEqualTo("000001000000000R");
    assertThat(submit.getReplaceIfPresent()).isEqualTo((byte) 1);
    assertThat(submit.getSmDefaultMsgId()).isEqualTo((byte) 9);
    assertThat(submit.getOptionalParameter((short) Tag.USER_MESSAGE_REFERENCE))
        .isEqualTo(new OptionalParameter.User_message_reference((short) 0x0102));
  }

  @Test
  void theyReadOurReceiptAndItsParameters() throws PDUStringException {
    var deliver = THEIR_READER.deliverSm(written(new Pdu.DeliverSm(5, Golden.RECEIPT)));
    assertSame(deliver, Golden.RECEIPT);
    assertThat(deliver.isSmscDeliveryReceipt()).isTrue();
    assertThat(deliver.getOptionalParameter(OptionalParameter.Receipted_message_id.class))
        .extracting(OptionalParameter.COctetString::getValueAsString)
        .isEqualTo("7");
    assertThat(
            deliver.getOptionalParameter(OptionalParameter.Message_state.class).getMessageState())
        .hasToString("DELIVERED");
  }

  @Test
  void theyReadOurOtherPdus() throws PDUStringException {
    var bind =
        THEIR_READER.bind(written(new Pdu.Bind(9, 1, "way", "secret", "OTA", 0x34, 1, 1, "372")));
    assertThat(bind.getSystemId()).isEqualTo("way");
    assertThat(bind.getPassword()).isEqualTo("secret");
    assertThat(bind.getSystemType()).isEqualTo("OTA");
    assertThat(bind.getInterfaceVersion()).isEqualTo((byte) 0x34);
    assertThat(bind.getAddressRange()).isEqualTo("372");
    var outbind = THEIR_READER.outbind(written(new Pdu.Outbind(2, "smsc", "pw")));
    assertThat(List.of(outbind.getSystemId(), outbind.getPassword())).containsExactly("smsc", "pw");

    var answer = THEIR_READER.submitSmResp(written(new Pdu.SubmitSmResp(0, 2, "17")));
    assertThat(answer.getMessageId()).isEqualTo("17");
    var refused = THEIR_READER.submitSmResp(written(new Pdu.SubmitSmResp(0x58, 2, "")));
    assertThat(refused.getCommandStatus()).isEqualTo(0x58);
    var data = THEIR_READER.dataSm(written(new Pdu.DataSm(6, Golden.DATA)));
    assertThat(data.getOptionalParameter(OptionalParameter.Message_payload.class).getValue())
        .isEqualTo(Golden.HELLO.toByteArray());
    assertThat(THEIR_READER.dataSmResp(written(new Pdu.DataSmResp(0, 6, "a1"))).getMessageId())
        .isEqualTo("a1");
    assertThat(
            THEIR_READER.deliverSmResp(written(new Pdu.DeliverSmResp(100, 5))).getCommandStatus())
        .isEqualTo(100);
    assertThat(THEIR_READER.genericNack(written(new Pdu.GenericNack(2, 5))).getCommandId())
        .isEqualTo(CommandId.GENERIC_NACK);
  }

  @Test
  void everyStatusTheyKnowOfVersion34HasItsNameHere() throws IllegalAccessException {
    for (Field field : SMPPConstant.class.getFields()) {
      if (!field.getName().startsWith("STAT_ESME_") || field.getInt(null) > 0xFF) {
        continue;
      }
      String ours = Status.name(field.getInt(null));
      // Version 5 renamed what concerns optional parameters; the numbers are the same
      if (field.getInt(null) >= 0xC0 && field.getInt(null) <= 0xC4) {
        assertThat(ours).startsWith("ESME_R");
      } else {
        assertThat("STAT_" + ours).isEqualTo(field.getName());
      }
    }
    assertThat(Status.name(0x400)).isEqualTo("0x00000400");
    assertThat(Status.name(-1)).isEqualTo("0xFFFFFFFF");
  }

  @Test
  void everyTagHasTheNumberTheyGiveIt() throws IllegalAccessException {
    for (Field field : Tag.class.getFields()) {
      assertThat(Arrays.stream(OptionalParameter.Tag.values()).map(Enum::name))
          .as(field.getName())
          .contains(field.getName());
      assertThat(OptionalParameter.Tag.valueOf(field.getName()).code() & 0xFFFF)
          .as(field.getName())
          .isEqualTo(field.getInt(null));
    }
  }

  private static void assertSame(MessageRequest theirs, ShortMessage ours) {
    assertThat(addresses(theirs))
        .isEqualTo(
            List.of(
                ours.serviceType(),
                ours.sourceTon(),
                ours.sourceNpi(),
                ours.source(),
                ours.destTon(),
                ours.destNpi(),
                ours.dest(),
                ours.esmClass(),
                ours.registeredDelivery(),
                ours.dataCoding()));
    assertThat(Octets.of(theirs.getShortMessage())).isEqualTo(ours.text());
  }

  private static List<Object> addresses(AbstractSmCommand theirs) {
    return List.of(
        Objects.requireNonNullElse(theirs.getServiceType(), ""),
        (int) theirs.getSourceAddrTon(),
        (int) theirs.getSourceAddrNpi(),
        theirs.getSourceAddr(),
        (int) theirs.getDestAddrTon(),
        (int) theirs.getDestAddrNpi(),
        theirs.getDestAddress(),
        (int) theirs.getEsmClass(),
        (int) theirs.getRegisteredDelivery(),
        (int) theirs.getDataCoding());
  }

  private static Pdu read(byte[] bytes) {
    return ((Decoded.Complete) Decoder.decode(bytes, 0, bytes.length)).pdu();
  }

  private static byte[] written(Pdu pdu) {
    return CodecTest.encoded(pdu).toByteArray();
  }
}
