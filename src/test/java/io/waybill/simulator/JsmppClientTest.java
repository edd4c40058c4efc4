package io.waybill.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.smpp.Tag;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.junit.jupiter.api.Test;

/// A client we did not write takes the simulator for an operator.
class JsmppClientTest {
  @Test
  void itBindsSubmitsAndIsToldTheOutcome()
      throws IOException,
          PDUException,
          InvalidResponseException,
          NegativeResponseException,
          ResponseTimeoutException,
          InterruptedException {
    BlockingQueue<DeliverSm> receipts = new LinkedBlockingQueue<>();
    var options = Options.defaults().withReceiptDelay(Duration.ofMillis(20));
    var client = new SMPPSession();
    try (var simulator = Simulator.start(options)) {
      client.setMessageReceiverListener(listener(receipts));
      client.connectAndBind("127.0.0.1", simulator.port(), login());
      String id =
          client
              .submitShortMessage(
                  "",
                  TypeOfNumber.ALPHANUMERIC,
                  NumberingPlanIndicator.UNKNOWN,
                  "Waybill",
                  TypeOfNumber.INTERNATIONAL,
                  NumberingPlanIndicator.ISDN,
                  "37251234502",
                  new ESMClass(),
                  (byte) 0,
                  (byte) 0,
                  null,
                  null,
                  new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                  (byte) 0,
                  new GeneralDataCoding(),
                  (byte) 0,
                  new byte[] {'H', 'i'})
              .getMessageId();
      DeliverSm receipt = receipts.poll(5, TimeUnit.SECONDS);
      assertThat(receipt).isNotNull();
      assertThat(receipt.isSmscDeliveryReceipt()).isTrue();
      assertThat(receipt.getSourceAddr()).isEqualTo("37251234502");
      assertThat(
              receipt
                  .<OptionalParameter.Receipted_message_id>getOptionalParameter(
                      OptionalParameter.Receipted_message_id.class)
                  .getValueAsString())
          .isEqualTo(id);
      assertThat(receipt.getOptionalParameter((short) Tag.MESSAGE_STATE)).isNotNull();
      Patience.until(() -> simulator.receiptsAcknowledged() == 1);
      client.unbindAndClose();
    }
  }

  private static BindParameter login() {
    return new BindParameter(
        BindType.BIND_TRX,
        "way",
        "secret",
        "",
        TypeOfNumber.UNKNOWN,
        NumberingPlanIndicator.UNKNOWN,
        null);
  }

  private static MessageReceiverListener listener(BlockingQueue<DeliverSm> receipts) {
    return new MessageReceiverListener() {
      @Override
      public void onAcceptDeliverSm(DeliverSm deliverSm) {
        receipts.add(deliverSm);
      }

      @Override
      public void onAcceptAlertNotification(AlertNotification alertNotification) {}

      @Override
      public DataSmResult onAcceptDataSm(DataSm dataSm, Session source)
          throws ProcessRequestException {
        throw new ProcessRequestException("not expected", 0x08);
      }
    };
  }
}
