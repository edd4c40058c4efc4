package io.waybill.report;

import io.waybill.ops.Config;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of finished and growing files, and how much may be in it. */
public final class ReportFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ReportFiles.class);
  private static final Pattern OURS = Pattern.compile("report-\\d+-[0-9a-f]{16}\\.(csv|xlsx)");
  private static final long MEGABYTE = 1_000_000;
  private static final int BUFFER = 1 << 16;

  private final Path directory;
  private final Config.Reports config;
  private final LongSupplier free;
  private final SecureRandom random = new SecureRandom();

  /** In that directory, made where it is missing; only this process's user may look into it. */
  public ReportFiles(Path directory, Config.Reports config) throws IOException {
    this(directory, config, () -> freeIn(directory));
  }

  /**
   * @param free octets that are free on its disk
   */
  ReportFiles(Path directory, Config.Reports config, LongSupplier free) throws IOException {
    this.directory = directory;
    this.config = config;
    this.free = free;
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private static long freeIn(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException unknown) {
      return 0;
    }
  }

  /** There is no room, with a sentence for the person. */
  static final class Full extends Exception {
    private static final long serialVersionUID = 1L;

    Full(String why) {
      super(why);
    }
  }

  /** Whether there is room for more. */
  void check() throws Full, IOException {
    if (free.getAsLong() < config.minFreeMegabytes() * MEGABYTE) {
      throw new Full(
          "The server's disk is nearly full: no report is written. Tell the platform's operator.");
    }
    if (used() > config.maxTotalMegabytes() * MEGABYTE) {
      throw new Full(
          "All reports together have reached %,d MB: delete some, or narrow this one down."
              .formatted(config.maxTotalMegabytes()));
    }
  }

  private long used() throws IOException {
    long used = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        used += Files.size(file);
      }
    }
    return used;
  }

  /** A new, empty file that nobody can guess; its name. */
  String make(long job, String ending) throws IOException {
    byte[] chance = new byte[8];
    random.nextBytes(chance);
    String name = "report-%d-%s.%s".formatted(job, HexFormat.of().formatHex(chance), ending);
    Files.createFile(
        directory.resolve(name),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return name;
  }

  /** Where it is. */
  Path path(String name) {
    if (!OURS.matcher(name).matches()) {
      throw new IllegalArgumentException("no report's file: " + name);
    }
    return directory.resolve(name);
  }

  void remove(String name) throws IOException {
    Files.deleteIfExists(path(name));
  }

  /**
   * Removes one that is nobody's any more; what cannot be is removed by {@link #keepOnly} later.
   */
  public void removeQuietly(@Nullable String name) {
    if (name != null) {
      try {
        remove(name);
      } catch (IOException later) {
        LOG.warn("{} could not be deleted, trying again later: {}", name, later.getMessage());
      }
    }
  }

  /** Removes what is nobody's any more. */
  void keepOnly(Collection<String> names) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (OURS.matcher(name).matches() && !names.contains(name)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Whether it is there. */
  public boolean isThere(String name) {
    return Files.isRegularFile(path(name));
  }

  /** Writes a file out, piece by piece. */
  public void copy(String name, OutputStream out) throws IOException {
    try (InputStream in = Files.newInputStream(path(name), StandardOpenOption.READ)) {
      byte[] piece = new byte[BUFFER];
      int length = in.read(piece);
      while (length >= 0) {
        out.write(piece, 0, length);
        length = in.read(piece);
      }
    }
  }
}
