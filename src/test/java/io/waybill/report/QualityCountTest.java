package io.waybill.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.message.By;
import io.waybill.message.State;
import io.waybill.report.Quality.Failing;
import io.waybill.report.Quality.Share;
import io.waybill.store.OutcomeReader.Outcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the words of delivery quality mean. Outcomes come newest first. */
class QualityCountTest {
  private static final long ANN = 11;
  private static final long BOB = 12;
  private static final long EVE = 13;

  private final QualityCount count = new QualityCount();
  private long made = 1L << 40;

  private UUID id(int place) {
    return new UUID(made-- << 16 | 0x7000, 0x8000_0000_0000_0000L | place);
  }

  private UUID add(long number, State state, By by, int err, Duration took)
      throws QualityCount.TooMany {
    UUID id = id(1);
    count.add(new Outcome(id, number, state, by, err, took));
    return id;
  }

  private UUID delivered(long number, double seconds) throws QualityCount.TooMany {
    return add(number, State.DELIVERED, By.CARRIER, 0, Duration.ofMillis((long) (seconds * 1_000)));
  }

  /** The number does not exist. */
  private UUID wrong(long number) throws QualityCount.TooMany {
    return add(number, State.UNDELIVERED, By.CARRIER, 3, Duration.ofSeconds(1));
  }

  /** The phone was off. */
  private UUID off(long number) throws QualityCount.TooMany {
    return add(number, State.EXPIRED, By.CARRIER, 2, Duration.ofHours(6));
  }

  @Test
  void aRecipientIsWhatTheBestOfItsMessagesWas() throws QualityCount.TooMany {
    wrong(ANN);
    delivered(ANN, 1);
    off(BOB);
    off(BOB);
    wrong(EVE);
    off(EVE);
    add(14, State.SENT, By.US, 0, Duration.ZERO);
    Quality q = count.quality();
    assertThat(q.recipients()).isEqualTo(new Share(1, 1, 1, 1));
    assertThat(q.messages()).isEqualTo(new Share(1, 2, 3, 1));
    assertThat(q.recipients().deliverableShare()).isEqualTo(2 / 3.0);
    assertThat(q.messages().deliveredShare()).isEqualTo(0.25);
  }

  @Test
  void aNumberKeepsFailingAfterThreeWithoutASuccessSince() throws QualityCount.TooMany {
    UUID newest = wrong(ANN);
    wrong(ANN);
    off(ANN);
    wrong(ANN);
    delivered(ANN, 1);
    wrong(ANN);
    delivered(BOB, 1);
    wrong(BOB);
    wrong(BOB);
    wrong(BOB);
    wrong(EVE);
    wrong(EVE);
    Quality q = count.quality();
    assertThat(q.failing())
        .containsExactly(new Failing(newest.toString(), State.UNDELIVERED, By.CARRIER, 3, 3));
    assertThat(q.failingAll()).isEqualTo(1);
    assertThat(q.failing().getFirst().why())
        .matches(why -> why != null && why.remedy().equals("Correct the number."));
  }

  @Test
  void aRefusedSenderIsNoFaultOfTheNumber() throws QualityCount.TooMany {
    for (int i = 0; i < 5; i++) {
      add(ANN, State.REFUSED, By.CARRIER, 7, Duration.ZERO);
    }
    Quality q = count.quality();
    assertThat(q.messages()).isEqualTo(new Share(0, 0, 5, 0));
    assertThat(q.failing()).isEmpty();
    assertThat(q.reasons()).singleElement().matches(r -> r.messages() == 5 && !r.isOfTheNumber());
  }

  @Test
  void timesAreOfDeliveriesThatBeganTheirWayThemselves() throws QualityCount.TooMany {
    for (int i = 0; i < 90; i++) {
      delivered(ANN, 2);
    }
    for (int i = 0; i < 9; i++) {
      delivered(ANN, 40);
    }
    delivered(ANN, 7_200);
    add(ANN, State.READ, By.CARRIER, 10, Duration.ofDays(1));
    count.add(new Outcome(id(2), ANN, State.DELIVERED, By.CARRIER, 0, Duration.ofDays(1)));
    Quality q = count.quality();
    assertThat(q.times()).containsExactly(90L, 0L, 0L, 9L, 0L, 0L, 1L);
    assertThat(q.p50()).isBetween(1_800L, 2_300L);
    assertThat(q.p95()).isBetween(36_000L, 44_000L);
  }

  @Test
  void channelsThatWereNotNeededAreNobodysOutcome() throws QualityCount.TooMany {
    add(ANN, State.UNUSED, By.US, 0, Duration.ZERO);
    add(ANN, State.PLANNED, By.US, 0, Duration.ZERO);
    Quality q = count.quality();
    assertThat(q.messages().all()).isZero();
    assertThat(q.recipients().all()).isZero();
    assertThat(q.p50()).isEqualTo(-1);
  }

  @Test
  void anyNumbersAreToldApart() throws QualityCount.TooMany {
    Random random = new Random(3);
    Set<Long> all = new HashSet<>();
    for (int i = 0; i < 60_000; i++) {
      long number = i % 3 == 0 ? random.nextInt(9_000) << 20 : random.nextLong();
      all.add(number == 0 ? 1 : number);
      delivered(number, 1);
    }
    assertThat(count.quality().recipients()).isEqualTo(new Share(all.size(), 0, 0, 0));
  }

  @Test
  void moreNumbersThanThereIsRoomForEndTheCount() throws QualityCount.TooMany {
    QualityCount small = new QualityCount(10);
    for (int i = 1; i <= 10; i++) {
      small.add(new Outcome(id(1), i, State.DELIVERED, By.CARRIER, 0, Duration.ZERO));
    }
    assertThatThrownBy(
            () -> small.add(new Outcome(id(1), 11, State.DELIVERED, By.CARRIER, 0, Duration.ZERO)))
        .hasMessageContaining("10 different recipients")
        .hasMessageContaining("shorter time");
  }
}
