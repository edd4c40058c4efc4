package io.waybill.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What Linux says of a process and its children, from `/proc`.
record Proc(long pid) {
  /// Hundredths of a second: USER_HZ has been 100 on every Linux that Waybill runs on.
  private static final long MILLIS_PER_TICK = 10;

  private static final int UTIME = 11;
  private static final int CSTIME = 14;

  /// Processor time of the process itself, without children, in milliseconds.
  long ownMillis() {
    return ticks(pid, UTIME + 1) * MILLIS_PER_TICK;
  }

  /// Processor time of the process itself, its children that live and those that have ended, in
  /// milliseconds; 0 if it is gone.
  long cpuMillis() {
    long ticks = ticks(pid, CSTIME);
    List<ProcessHandle> children =
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children).toList();
    for (ProcessHandle child : children) {
      ticks += ticks(child.pid(), CSTIME);
    }
    return ticks * MILLIS_PER_TICK;
  }

  /// Processor time of everything on this machine since it was started, in milliseconds.
  static long machineMillis() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
      String[] all = lines.findFirst().orElse("").split(" +", -1);
      // user, nice, system; then come idle and waiting, which are nobody's
      return (Long.parseLong(all[1]) + Long.parseLong(all[2]) + Long.parseLong(all[3]))
          * MILLIS_PER_TICK;
    } catch (IOException unknown) {
      return 0;
    }
  }

  /// Times of the fields from utime on (proc(5)), without the name, which may hold blanks.
  private static long ticks(long pid, int last) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int i = UTIME; i <= last; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks;
    } catch (IOException gone) {
      return 0;
    }
  }

  /// Resident memory now, in MiB; 0 if it is gone.
  long residentMb() {
    return status("VmRSS:") / 1024;
  }

  /// The most memory that was ever resident, in MiB.
  long residentMaxMb() {
    return status("VmHWM:") / 1024;
  }

  /// Threads of the operating system.
  long threads() {
    return status("Threads:");
  }

  /// Open file descriptors, sockets among them.
  long openFiles() {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.count();
    } catch (IOException gone) {
      return 0;
    }
  }

  private long status(String name) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.substring(name.length()).replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }
}
