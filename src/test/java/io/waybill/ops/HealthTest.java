package io.waybill.ops;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.ops.Health.Check;
import org.junit.jupiter.api.Test;

class HealthTest {
  private final Health health = new Health();

  @Test
  void withoutChecksAllIsWell() {
    assertThat(health.report().up()).isTrue();
  }

  @Test
  void oneCheckThatIsDownTakesTheWholeDown() {
    health.add("ledger", Check.Up::new);
    health.add("database", () -> new Check.Down("does not answer"));
    assertThat(health.report().up()).isFalse();
    assertThat(health.report().checks())
        .containsExactly(
            entry("database", new Check.Down("does not answer")), entry("ledger", new Check.Up()));
  }

  @Test
  void aCheckThatThrowsIsDown() {
    health.add(
        "odd",
        () -> {
          throw new IllegalStateException("no link");
        });
    assertThat(health.report().checks().get("odd"))
        .isEqualTo(
            new Check.Down("the check itself failed: java.lang.IllegalStateException: no link"));
  }

  @Test
  void aNameIsTakenOnce() {
    health.add("ledger", Check.Up::new);
    assertThatThrownBy(() -> health.add("ledger", Check.Up::new))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
