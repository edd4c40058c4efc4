package io.waybill.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics = new Metrics();

  private String scrape() {
    return new String(metrics.scrape(), StandardCharsets.UTF_8);
  }

  @Test
  void aCounterShowsItsLabels() {
    var answers = metrics.counter("answers_total", "Answers.", "status");
    answers.labelValues("201").inc(3);
    assertThat(scrape())
        .contains("# TYPE answers_total counter")
        .contains("answers_total{status=\"201\"} 3.0");
  }

  @Test
  void aLatencyIsCountedInClassicBucketsFromHalfAMillisecondToAMinute() {
    metrics.latency("took_seconds", "Took.", "step").labelValues("accept").observe(0.004);
    assertThat(scrape())
        .contains("took_seconds_bucket{step=\"accept\",le=\"5.0E-4\"} 0")
        .contains("took_seconds_bucket{step=\"accept\",le=\"0.0025\"} 0")
        .contains("took_seconds_bucket{step=\"accept\",le=\"0.005\"} 1")
        .contains("took_seconds_bucket{step=\"accept\",le=\"60.0\"} 1")
        .contains("took_seconds_count{step=\"accept\"} 1");
  }

  @Test
  void sizesAreCountedInPowersOfTwo() {
    metrics.sizes("group_events", "Events.").observe(300);
    assertThat(scrape())
        .contains("group_events_bucket{le=\"256.0\"} 0")
        .contains("group_events_bucket{le=\"512.0\"} 1")
        .contains("group_events_bucket{le=\"262144.0\"} 1");
  }

  @Test
  void gaugesAreReadAtTheScrape() {
    double[] waiting = {1};
    metrics.gauge("waiting", "Waiting.", () -> waiting[0]);
    metrics.gauge("bound", "Bound.", "link", () -> Map.of("a", waiting[0]));
    waiting[0] = 7;
    assertThat(scrape()).contains("waiting 7.0").contains("bound{link=\"a\"} 7.0");
  }

  @Test
  void aGaugeThatCannotBeReadHidesNoOther() {
    metrics.gauge("broken", "Broken.", () -> Integer.parseInt("x"));
    metrics.gauge("sound", "Sound.", () -> 1);
    assertThat(scrape()).contains("broken NaN").contains("sound 1.0");
  }

  @Test
  void aNameIsRegisteredOnce() {
    metrics.counter("answers_total", "Answers.");
    assertThatThrownBy(() -> metrics.counter("answers_total", "Answers."))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theBasicsOfTheJvmAreThere() {
    assertThat(scrape())
        .contains("jvm_memory_used_bytes{area=\"heap\"} ")
        .contains("jvm_threads_current ")
        .contains("# TYPE process_cpu_seconds_total counter")
        .contains("process_open_fds ")
        .contains("process_uptime_seconds ");
  }

  @Test
  void theContentTypeIsTheTextFormat() {
    assertThat(metrics.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
  }
}
