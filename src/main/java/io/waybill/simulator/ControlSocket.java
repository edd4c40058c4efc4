package io.waybill.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Where a simulator listens for commands, and how much is said there.
final class ControlSocket {
  /// The longest request and answer, octets.
  static final int SIZE_MAX = 2 * 1024 * 1024;

  private static final Set<PosixFilePermission> MINE_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private ControlSocket() {}

  /// The socket of the simulator on this port: in the directory for temporary files, below one that
  /// belongs to the user.
  static Path of(int port) {
    return directory().resolve(port + ".socket");
  }

  static Path directory() {
    String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
    return Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "waybill-simulate-" + user);
  }

  /// Makes the directory, or sees that nobody else may enter the one that is there: the directory
  /// for temporary files is everybody's, and somebody may have been there first.
  ///
  /// @throws IOException if it is somebody else's, or open to others
  static void prepare(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(MINE_ONLY));
    } catch (FileAlreadyExistsException e) {
      check(directory);
    }
  }

  /// Sees that the directory is this user's alone.
  ///
  /// @throws IOException if it is not, or is not there
  static void check(Path directory) throws IOException {
    PosixFileAttributes there =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String me = System.getProperty("user.name", "");
    if (!there.isDirectory()
        || !there.permissions().equals(MINE_ONLY)
        || !there.owner().getName().equals(me)) {
      throw new IOException(
          directory + " must be a directory of " + me + " with mode 700: remove what is there");
    }
  }

  /// Reads to the end of what the other side says.
  ///
  /// @throws IOException also if it says more than [#SIZE_MAX]
  static String readAll(SocketChannel channel) throws IOException {
    var all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(16_384);
    while (channel.read(buffer) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
      if (all.size() > SIZE_MAX) {
        throw new IOException("more than " + SIZE_MAX + " octets");
      }
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /// Says all of it, and that no more will come.
  static void write(SocketChannel channel, String text) throws IOException {
    ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (octets.hasRemaining()) {
      channel.write(octets);
    }
    channel.shutdownOutput();
  }
}
