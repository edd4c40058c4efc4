package io.waybill.dispatch;

import io.waybill.store.Envelope;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where messages may go, as people have set it. */
public interface Ways {
  /**
   * What the routes say of a message now; empty if no route leads anywhere.
   *
   * @param text null if it is gone
   * @param takes whether a carrier takes messages now
   */
  Optional<Way> of(Envelope message, @Nullable String text, Predicate<String> takes);

  /** The carriers that there are. */
  List<String> carriers();

  /**
   * A way.
   *
   * @param parts how many the message is made of there; 0: as many as before
   */
  record Way(String carrier, int parts) {}
}
