package io.waybill.store;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How the embedded server is set: durable above all.
final class PostgresSettings {
  private static final long MEBIBYTE = 1 << 20;
  private static final long SHARE = 32;
  private static final long BUFFERS_MIN = 256;
  private static final long BUFFERS_MAX = 1_024;

  private PostgresSettings() {}

  /// What nothing may change: these stand on the command line, which overrides every file and
  /// `ALTER SYSTEM`. A commit that was answered is on disk (promise 1), and nobody but this machine
  /// can connect.
  static List<String> commandLine(int port) {
    Map<String, String> fixed = new TreeMap<>();
    fixed.put("port", Integer.toString(port));
    fixed.put("listen_addresses", "127.0.0.1");
    fixed.put("unix_socket_directories", "");
    fixed.put("fsync", "on");
    fixed.put("full_page_writes", "on");
    fixed.put("synchronous_commit", "on");
    List<String> arguments = new ArrayList<>();
    fixed.forEach((name, value) -> {
      arguments.add("-c");
      arguments.add(name + "=" + value);
    });
    return arguments;
  }

  /// The text of `postgresql.conf`, written at every start.
  ///
  /// The log is seven files, one per weekday, each begun anew. It is terse because the details of
  /// an error can hold a whole row, and so a text or a phone number.
  static String file(Path home) {
    return """
    # Written by Waybill at every start. Settings of your own go into %1$s/local.conf
    wal_level = replica
    wal_compression = pglz
    shared_buffers = %2$sMB
    max_wal_size = 2GB
    checkpoint_timeout = 15min
    commit_delay = 0
    max_connections = 50
    jit = off
    track_functions = none
    password_encryption = scram-sha-256
    timezone = 'UTC'

    autovacuum_naptime = 10s
    autovacuum_vacuum_scale_factor = 0.1
    autovacuum_vacuum_insert_scale_factor = 0.1
    autovacuum_analyze_scale_factor = 0.05
    autovacuum_vacuum_cost_delay = 1ms
    # The tables grow all the time and are asked by key: small samples tell enough of them.
    default_statistics_target = 20

    logging_collector = on
    log_directory = '%1$s/log'
    log_filename = 'postgresql-%%a.log'
    log_rotation_age = 1d
    log_rotation_size = 0
    log_truncate_on_rotation = on
    log_timezone = 'UTC'
    log_error_verbosity = terse

    include_if_exists '%1$s/local.conf'
    """
        .formatted(home.toString().replace("'", "''"), buffers());
  }

  /// A thirty-second of the machine's memory in MiB, at least 256 and at most 1024: what waits to
  /// be over should fit, and the operating system caches the rest.
  static long buffers() {
    return Math.clamp(memory() / MEBIBYTE / SHARE, BUFFERS_MIN, BUFFERS_MAX);
  }

  private static long memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? machine.getTotalMemorySize()
        : 0;
  }
}
