package io.waybill.report;

import java.io.IOException;
import java.util.List;

/** A file of rows while it is written. */
interface Table extends AutoCloseable {
  /** One more row. */
  void row(List<Cell> cells) throws IOException;

  /** Everything is on its way to the disk; how long the file is now, in octets. */
  long flush() throws IOException;

  /** The file is whole; how long it is. */
  long finish() throws IOException;

  /** Lets go of the file, whole or not. */
  @Override
  void close() throws IOException;
}
