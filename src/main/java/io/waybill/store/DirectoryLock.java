package io.waybill.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/// A directory belongs to one process at a time. The operating system takes the lock away from a
/// process that is killed.
final class DirectoryLock implements AutoCloseable {
  /// Closing any channel on a file drops all locks this JVM has on it (see [FileChannel#lock()]),
  /// so a second try must not even open it.
  private static final Set<Path> HELD = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /// Takes the lock of a directory that exists, given by its real path.
  static DirectoryLock take(Path directory) throws IOException {
    Path file = directory.resolve("lock");
    synchronized (HELD) {
      if (HELD.contains(file)) {
        throw taken(directory, "this process");
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw taken(directory, "process " + Files.readString(file).strip());
      }
      channel.truncate(0);
      String owner = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)));
      HELD.add(file);
      return new DirectoryLock(file, channel);
    }
  }

  private static StartFailure taken(Path directory, String owner) {
    return new StartFailure(
        "%s is in use by %s: stop that one first, or set another data directory."
            .formatted(directory, owner));
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (channel.isOpen()) {
        channel.close();
        HELD.remove(file);
      }
    }
  }
}
