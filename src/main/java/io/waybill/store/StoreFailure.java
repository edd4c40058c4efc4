package io.waybill.store;

import io.waybill.ops.Unavailable;
import java.sql.SQLException;

/** The database did not answer a reader; trying again later may help. */
public final class StoreFailure extends Unavailable {
  private static final long serialVersionUID = 1L;

  StoreFailure(SQLException cause) {
    super("the database did not answer: " + cause.getMessage(), cause);
  }
}
