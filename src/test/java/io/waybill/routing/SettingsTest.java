package io.waybill.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.waybill.message.Event.OnUncertain;
import io.waybill.settings.Unusable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void whatIsNotNamedIsUsual() throws Unusable {
    assertThat(Carrier.read("lmt", Map.of())).isEqualTo(Carrier.usual("lmt"));
    assertThat(LinkSpec.read("a", Map.of("host", "smsc.example")).port()).isEqualTo(2775);
  }

  @Test
  void aCarrierIsWrittenAsItIsRead() throws Unusable {
    Carrier carrier =
        Carrier.read(
            "dlt",
            Map.of(
                "on_uncertain",
                "hold",
                "id_notation",
                "resp-hex-receipt-dec",
                "unknown_after_hours",
                48,
                "standing",
                "draining",
                "answers",
                Map.of("0x58", "slow_down", "1025", "reroute"),
                "dialect",
                Map.of(
                    "alphabet",
                    "latin1",
                    "long_text",
                    "sar",
                    "validity",
                    "none",
                    "long_number",
                    Map.of("ton", 2, "npi", 9),
                    "recipients",
                    List.of(Map.of("from", "+372", "to", "8")),
                    "tlvs",
                    List.of(Map.of("tag", "0x1400", "value", "{tag:entity}")))));

    assertThat(carrier.onUncertain()).isEqualTo(OnUncertain.HOLD);
    assertThat(carrier.answers())
        .containsEntry(0x58, Rule.SLOW_DOWN)
        .containsEntry(0x401, Rule.REROUTE);
    assertThat(carrier.dialect().tlvs().getFirst().tag()).isEqualTo(0x1400);
    assertThat(Carrier.read("dlt", carrier.toMap())).isEqualTo(carrier);
  }

  @Test
  void aLinkIsWrittenAsItIsRead() throws Unusable {
    LinkSpec link =
        LinkSpec.read(
            "lmt-1",
            Map.of(
                "host",
                "smsc.example",
                "mode",
                "tx_rx",
                "window",
                10,
                "tls",
                Map.of("enabled", true, "name", "smsc.example")));

    assertThat(LinkSpec.read("lmt-1", link.toMap())).isEqualTo(link);
  }

  @Test
  void aRouteIsWrittenAsItIsRead() throws Unusable {
    Route route = Route.read("ee", Map.of("country", "EE", "carrier", "telia", "weight", 3));

    assertThat(Route.read("ee", route.toMap())).isEqualTo(route);
  }

  @Test
  void everyProblemIsToldAtOnceAndSaysWhatToChange() {
    assertThatThrownBy(() ->
            LinkSpec.read(
                "lmt",
                Map.of("widow", 10, "port", 99_999, "mode", "both", "tls", Map.of("enabled", 1))))
        .asInstanceOf(type(Unusable.class))
        .extracting(Unusable::problems, org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .containsExactlyInAnyOrder(
            "link lmt: widow is not known: did you mean window?",
            "link lmt: port must be a whole number from 1 to 65535, not '99999'.",
            "link lmt: mode must be one of trx, tx_rx, tx, rx, not 'both'.",
            "link lmt: tls.enabled must be true or false.",
            "link lmt: host is needed: where the carrier listens.");
  }

  @Test
  void rulesForAnswersNeedACodeAndAWordThatThereIs() {
    assertThatThrownBy(() -> Carrier.read("x", Map.of("answers", Map.of("0", "pray"))))
        .hasMessageContaining("command_status as 0x58");
    assertThatThrownBy(() -> Carrier.read("x", Map.of("answers", Map.of("0x58", "pray"))))
        .hasMessageContaining("retry, slow_down, reroute or refuse");
  }

  @Test
  void aTlvMayNameOnlyWhatAMessageHas() {
    Map<String, ?> tlv = Map.of("tag", "0x1400", "value", "{password}");
    assertThatThrownBy(() -> Carrier.read("x", Map.of("dialect", Map.of("tlvs", List.of(tlv)))))
        .hasMessageContaining("dialect.tlvs[0].value may have {sender}");
  }

  @Test
  void theFirstRewritingThatFitsIsDone() {
    List<Rewrite> rules = List.of(new Rewrite("+372", "00372"), new Rewrite("+", ""));

    assertThat(Rewrite.apply(rules, "+37255550101")).isEqualTo("0037255550101");
    assertThat(Rewrite.apply(rules, "+37120000001")).isEqualTo("37120000001");
    assertThat(Rewrite.apply(rules, "Kohvik")).isEqualTo("Kohvik");
  }
}
