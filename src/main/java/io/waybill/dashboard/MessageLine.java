package io.waybill.dashboard;

import io.waybill.message.ErrorDictionary.Meaning;
import io.waybill.message.State;
import io.waybill.message.Why;
import io.waybill.price.Countries;
import io.waybill.store.Envelope;
import io.waybill.store.MessageReader.Found;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A message as a line of a list shows it. */
public record MessageLine(Found found) {
  /** The message's id. */
  public String id() {
    return envelope().id().toString();
  }

  /** What does not change. */
  public Envelope envelope() {
    return found.envelope();
  }

  private State state() {
    return found.message().state();
  }

  /** One of the four groups, as the badge wants it. */
  public String group() {
    String name = state().group().name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  /** One of the ten words. */
  public String word() {
    return state().word();
  }

  /** Whether no more is expected. */
  public boolean isFinal() {
    return state().isFinal();
  }

  /** Whether only the ends of the number are still kept. */
  public boolean isMasked() {
    return envelope().recipient().indexOf('*') >= 0;
  }

  /** The country by its name; empty where none is known. */
  public String country() {
    String code = envelope().country();
    return code == null ? "" : Countries.name(code);
  }

  /** When it was accepted. */
  public Instant at() {
    return envelope().acceptedAt();
  }

  /** Why it stands so; null: nothing went wrong. */
  public @Nullable Meaning error() {
    return Why.of(state(), found.message().by(), found.message().err());
  }

  /** The contract's error number. */
  public int err() {
    return found.message().err();
  }

  /** The customer's own words for it: reference, campaign, tags; empty if there are none. */
  public String labels() {
    StringBuilder labels = new StringBuilder();
    add(labels, envelope().reference());
    add(labels, envelope().extras().campaign());
    envelope().extras().tags().forEach(tag -> add(labels, "#" + tag));
    return labels.toString();
  }

  private static void add(StringBuilder labels, @Nullable String label) {
    if (label != null && !label.isEmpty()) {
      labels.append(labels.isEmpty() ? "" : " · ").append(label);
    }
  }
}
