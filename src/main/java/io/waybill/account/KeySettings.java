package io.waybill.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be set on a key; the words are those of {@link ApiKey}.
 *
 * @param sender null: requests must name one
 * @param dlrUrl null: no reports unless a request says where
 */
public record KeySettings(
    @Nullable String sender,
    @Nullable String dlrUrl,
    String autoconvert,
    boolean strictSchema,
    Rights rights) {

  /** What a key has that was made without saying anything. */
  public static final KeySettings USUAL =
      new KeySettings(null, null, "on", false, new Rights(Scope.USUAL, List.of(), null, null));
}
