package io.waybill.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BacklogsTest {
  private static final String URL = "https://shop.example/reports?a=1";
  private static final String KEY = "7 https://shop.example/reports";

  private final Backlogs backlogs = new Backlogs(100);

  @Test
  void anEndpointIsFullWhenAsManyWaitAsMay() {
    assertThat(backlogs.isFull(7, URL)).isFalse();
    backlogs.counted(Map.of(KEY, 99));
    assertThat(backlogs.isFull(7, URL)).isFalse();
    backlogs.counted(Map.of(KEY, 100));
    assertThat(backlogs.isFull(7, URL)).isTrue();
    assertThat(backlogs.isFull(8, URL)).as("another account's").isFalse();
    assertThat(backlogs.full()).isEqualTo(1);
    backlogs.counted(Map.of());
    assertThat(backlogs.isFull(7, URL)).isFalse();
  }

  @Test
  void whatCameToWaitSinceTheCountIsCountedToo() {
    backlogs.counted(Map.of(KEY, 90));
    for (int i = 0; i < 10; i++) {
      assertThat(backlogs.isFull(7, URL)).isFalse();
      backlogs.waits(KEY);
    }
    assertThat(backlogs.isFull(7, URL)).isTrue();
    assertThat(backlogs.worthCounting()).isEqualTo(50);
  }
}
