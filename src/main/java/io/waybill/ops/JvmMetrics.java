package io.waybill.ops;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.management.ManagementFactory;
import java.util.Map;

/// Heap, threads, processor time, open files and uptime, under the names that Prometheus' own
/// client libraries use.
final class JvmMetrics {
  private JvmMetrics() {}

  static void register(Metrics metrics, PrometheusRegistry registry) {
    var memory = ManagementFactory.getMemoryMXBean();
    var threads = ManagementFactory.getThreadMXBean();
    var runtime = ManagementFactory.getRuntimeMXBean();
    metrics.gauge(
        "jvm_memory_used_bytes",
        "Memory the JVM uses, by area.",
        "area",
        () ->
            Map.of(
                "heap", (double) memory.getHeapMemoryUsage().getUsed(),
                "nonheap", (double) memory.getNonHeapMemoryUsage().getUsed()));
    metrics.gauge(
        "jvm_memory_max_bytes",
        "Most heap the JVM will use.",
        "area",
        () -> Map.of("heap", (double) memory.getHeapMemoryUsage().getMax()));
    metrics.gauge(
        "jvm_threads_current", "Platform threads that live.", () -> threads.getThreadCount());
    metrics.gauge(
        "process_uptime_seconds",
        "Seconds since the process started.",
        () -> runtime.getUptime() / 1e3);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      CounterWithCallback.builder()
          .name("process_cpu_seconds_total")
          .help("Processor time used, in seconds.")
          .callback(callback -> callback.call(system.getProcessCpuTime() / 1e9))
          .register(registry);
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      metrics.gauge("process_open_fds", "Open file descriptors.", unix::getOpenFileDescriptorCount);
      metrics.gauge("process_max_fds", "Most file descriptors.", unix::getMaxFileDescriptorCount);
    }
  }
}
