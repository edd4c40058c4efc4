package io.waybill.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What Waybill and its PostgreSQL use from now on: memory is looked at five times a second.
final class Usage implements AutoCloseable {
  private static final long LOOK_MILLIS = 200;

  private final Proc jvm;
  private final Proc postgres;
  private final Proc own = new Proc(ProcessHandle.current().pid());
  private final long startMb;
  private final long began = System.nanoTime();
  private final long othersMillis;
  private final long jvmMillis;
  private final long postgresMillis;
  private final Thread watch;
  private volatile long maxMb;

  Usage(Subject subject) {
    jvm = subject.jvm();
    postgres = subject.postgres().orElse(new Proc(0));
    startMb = jvm.residentMb();
    jvmMillis = jvm.ownMillis();
    postgresMillis = postgres.cpuMillis();
    othersMillis = others();
    maxMb = startMb;
    watch = Thread.ofVirtual().name("bench-usage").start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        maxMb = Math.max(maxMb, jvm.residentMb());
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /// Processor time of whatever has nothing to do with the run, since some moment, in milliseconds.
  private long others() {
    // Children of this process are the JVM and its own children, which own counts only when they
    // have ended; the postmaster is nobody's child.
    return Proc.machineMillis() - own.ownMillis() - jvm.ownMillis() - postgres.cpuMillis();
  }

  /// Milliseconds of processor time that others took in a second on average.
  long othersPerSecond() {
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    return Math.max(0, 1_000 * (others() - othersMillis) / millis);
  }

  /// The most resident memory since the beginning, MiB.
  long maxMb() {
    return maxMb;
  }

  /// Processor time for each of so many messages, and memory.
  Map<String, Object> figures(int messages) {
    Map<String, Object> map = new LinkedHashMap<>();
    Map<String, Object> cpu = new LinkedHashMap<>();
    cpu.put("jvm", each(jvm.ownMillis() - jvmMillis, messages));
    cpu.put("postgres", each(postgres.cpuMillis() - postgresMillis, messages));
    map.put("cpu_ms_per_message", cpu);
    Map<String, Object> memory = new LinkedHashMap<>();
    memory.put("start", startMb);
    memory.put("max", maxMb);
    memory.put("end", jvm.residentMb());
    map.put("resident_mb", memory);
    map.put("cpu_ms_per_s_of_others", othersPerSecond());
    return map;
  }

  private static double each(long millis, int messages) {
    return messages == 0 ? 0 : Math.round(1_000.0 * millis / messages) / 1_000.0;
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
