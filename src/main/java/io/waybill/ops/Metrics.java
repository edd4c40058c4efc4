package io.waybill.ops;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The numbers this process tells about itself, in a registry of its own. Thread-safe.
///
/// Names are registered once; a second time is an [IllegalArgumentException]. Labels must come from
/// small closed sets, never from a request.
public final class Metrics {
  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

  /// Series one labelled gauge may show; what comes after is left out.
  private static final int SERIES_MAX = 1000;

  /// Seconds, from 0.5 ms to 60 s.
  private static final double[] LATENCY_BOUNDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  /// An empty registry but for the basics of the JVM.
  public Metrics() {
    JvmMetrics.register(this, registry);
  }

  /// A number that only grows. A label-less counter shows 0 from the start.
  public Counter counter(String name, String help, String... labels) {
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  /// A distribution of durations; observe **seconds**, and end the name in `_seconds`.
  public Histogram latency(String name, String help, String... labels) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .labelNames(labels)
        .classicOnly()
        .classicUpperBounds(LATENCY_BOUNDS)
        .register(registry);
  }

  /// A distribution of counts or sizes, in powers of two from 1 to 262,144.
  public Histogram sizes(String name, String help) {
    return Histogram.builder()
        .name(name)
        .help(help)
        .classicOnly()
        .classicExponentialUpperBounds(1, 2, 19)
        .register(registry);
  }

  /// A number read at every scrape. A supplier that throws shows as NaN and is logged.
  public void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call(read(name, value::getAsDouble, Double.NaN)))
        .register(registry);
  }

  /// One number per value of a label, read at every scrape; at most 1,000 of them. A supplier that
  /// throws shows nothing and is logged.
  public void gauge(String name, String help, String label, Supplier<Map<String, Double>> values) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(label)
        .callback(callback ->
            read(name, values, Map.<String, Double>of()).entrySet().stream()
                .limit(SERIES_MAX)
                .forEach(series -> callback.call(series.getValue(), series.getKey())))
        .register(registry);
  }

  /// Everything, in the Prometheus text format 0.0.4.
  public byte[] scrape() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(16_384);
    try {
      writer.write(out, registry.scrape());
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory failed", impossible);
    }
    return out.toByteArray();
  }

  /// The Content-Type of [#scrape()].
  public String contentType() {
    return writer.getContentType();
  }

  /// One broken gauge must not hide all others.
  private static <T> T read(String name, Supplier<T> value, T otherwise) {
    try {
      return value.get();
    } catch (RuntimeException failure) {
      LOG.warn("gauge {} could not be read", name, failure);
      return otherwise;
    }
  }
}
