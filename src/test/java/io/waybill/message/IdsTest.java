package io.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ids that lead to each other without an index (RFC 9562 §5.7). */
class IdsTest {
  private static final Instant TIME = Instant.parse("2026-11-21T20:43:03.606Z");
  private static final UUID OMNI = Ids.omni(TIME.toEpochMilli(), 77, 0x0123_4567_89AB_CDEFL);

  @Test
  void idsAreUuidsOfVersionSeven() {
    Random random = new Random(4);
    for (int i = 0; i < 1_000; i++) {
      UUID id = Ids.omni(random.nextLong(1L << 48), i, random.nextLong());
      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
      assertThat(id.getLeastSignificantBits() & 0xF).isZero();
      UUID message = Ids.message(id, 1 + i % Ids.CHAIN_MAX);
      assertThat(message.version()).isEqualTo(7);
      assertThat(message.variant()).isEqualTo(2);
    }
  }

  @Test
  void aMessagesIdLeadsToItsOmnimessageAndBack() {
    for (int place = 1; place <= Ids.CHAIN_MAX; place++) {
      UUID message = Ids.message(OMNI, place);
      assertThat(Ids.omniOf(message)).isEqualTo(OMNI).isNotEqualTo(message);
      assertThat(Ids.message(message, place)).isEqualTo(message);
      assertThat(Ids.lastOf(message)).isEqualTo(Ids.message(OMNI, Ids.CHAIN_MAX));
    }
    assertThat(Ids.omniOf(OMNI)).isEqualTo(OMNI);
    assertThat(IntStream.rangeClosed(1, 15).mapToObj(i -> Ids.message(OMNI, i)).distinct())
        .hasSize(15);
  }

  @Test
  void aChainHasFifteenPlaces() {
    assertThatThrownBy(() -> Ids.message(OMNI, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Ids.message(OMNI, 16)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anIdTellsItsTimeToTheMillisecond() {
    assertThat(Ids.timeOf(OMNI)).isEqualTo(TIME);
    assertThat(Ids.timeOf(Ids.message(OMNI, 3))).isEqualTo(TIME);
  }

  @Test
  void idsSortByTimeThenBySequence() {
    long millis = TIME.toEpochMilli();
    assertThat(Ids.omni(millis, 4_095, -1L).toString())
        .isLessThan(Ids.omni(millis + 1, 0, 0).toString());
    assertThat(Ids.omni(millis, 1, -1L).toString()).isLessThan(Ids.omni(millis, 2, 0).toString());
  }

  @Test
  void aRangeBeginsBeforeEveryIdOfItsFirstMillisecond() {
    UUID first = Ids.firstAt(TIME);
    assertThat(first.toString()).isLessThan(Ids.omni(TIME.toEpochMilli(), 0, 0).toString());
    assertThat(first.toString())
        .isGreaterThan(Ids.message(Ids.omni(TIME.toEpochMilli() - 1, 4_095, -1L), 15).toString());
    assertThat(Ids.firstAt(Instant.MIN.plusSeconds(1L << 50))).isEqualTo(new UUID(0, 0));
    assertThat(Ids.firstAt(Instant.parse("9999-12-31T23:59:59Z")).toString())
        .startsWith("e677d21f");
  }
}
