package io.waybill.message;

import java.util.List;

/**
 * What {@link Lifecycle} makes of an event.
 *
 * @param next the message afterwards; the same instance if nothing changed
 * @param effects to be carried out after the commit
 * @param entries what is added to the timeline
 */
public record Decision(Message next, List<Effect> effects, List<Entry> entries) {
  public Decision {
    effects = List.copyOf(effects);
    entries = List.copyOf(entries);
  }
}
