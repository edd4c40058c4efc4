package io.waybill.report;

import io.waybill.store.MessageReader.Query;
import io.waybill.store.ReportJob;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a filter as it was stored. */
public interface Asks {
  /**
   * The next page of it.
   *
   * @param before null: the first
   */
  Query query(ReportJob job, @Nullable UUID before, int limit);

  /** Whether it takes only some of the messages of its time. */
  boolean isNarrow(ReportJob job);
}
