package io.waybill.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A CSV file; it can be gone on with where it was flushed last. */
final class CsvTable implements Table {
  private static final int BUFFER = 1 << 16;

  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  /**
   * @param octets what is behind that is cut off; 0 begins the file
   */
  CsvTable(Path path, long octets) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.WRITE);
    if (file.size() < octets) {
      file.close();
      throw new IOException("the file is shorter than it was");
    }
    file.truncate(octets);
    file.position(octets);
  }

  /** Begins with the mark that says UTF-8. */
  void mark() throws IOException {
    write(Csv.MARK);
  }

  @Override
  public void row(List<Cell> cells) throws IOException {
    write(Csv.row(cells));
  }

  private void write(String text) throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < octets.length; ) {
      int some = Math.min(buffer.remaining(), octets.length - at);
      buffer.put(octets, at, some);
      at += some;
      if (!buffer.hasRemaining()) {
        drain();
      }
    }
  }

  private void drain() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public long flush() throws IOException {
    drain();
    file.force(false);
    return file.position();
  }

  @Override
  public long finish() throws IOException {
    return flush();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
