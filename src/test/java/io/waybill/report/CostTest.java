package io.waybill.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CostTest {
  private static final Offset<Double> CENT = Offset.offset(0.005);

  @Test
  void theGuidesPaymentsCostWhatTheGuideSays() {
    Cost c = Cost.EXAMPLE;
    assertThat(c.lostValue()).isEqualTo(20, CENT);
    assertThat(c.support()).isEqualTo(25, CENT);
    assertThat(c.total()).isEqualTo(46, CENT);
    assertThat(c.inMessages()).isEqualTo(4_600, CENT);
  }

  @Test
  void theGuidesCampaignEarnsWhatTheGuideSays() {
    Cost c = Cost.EXAMPLE;
    assertThat(c.moreEarned()).isEqualTo(50, CENT);
    assertThat(c.moreInMessages()).isEqualTo(5_000, CENT);
    assertThat(c.earned()).isEqualTo(2_450, CENT);
  }

  @Test
  void theReturnIsWhatArrivesForEachEuro() {
    assertThat(Cost.EXAMPLE.back()).isEqualTo(98, CENT);
    assertThat(Cost.EXAMPLE.left()).isEqualTo(980 - 10 - 25 - 1, CENT);
    assertThat(Cost.EXAMPLE.worthMore()).isEqualTo(0.046, Offset.offset(0.0001));
  }

  @Test
  void nothingSentAndNothingPaidCostNothing() {
    Cost none = new Cost(0, 2, 1, 5, 15, 5, 0, 5, 50, 2);
    assertThat(none.total()).isZero();
    assertThat(none.each()).isZero();
    assertThat(none.back()).isZero();
    assertThat(none.inMessages()).isZero();
    assertThat(none.worthMore()).isZero();
  }

  @Test
  void noMoreCanBeDeliveredThanWasMissing() {
    Cost half = new Cost(1_000, 1, 1, 5, 15, 5, 0.01, 5, 50, 2);
    assertThat(half.moreEarned()).isEqualTo(25, CENT);
  }
}
