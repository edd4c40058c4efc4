package io.waybill.channel;

import io.waybill.channel.Adapter.Unusable;
import io.waybill.store.AdapterRow;
import io.waybill.store.ChannelContacts;
import java.util.List;

/// Makes adapters of their settings.
public final class Kinds implements AutoCloseable {
  /// The protocols there are.
  public static final List<String> ALL = List.of("generic", "whatsapp", "viber", "telegram");

  private final Wire wire = new Wire();
  private final ChannelContacts contacts;

  /// @param contacts which chats stand for which numbers
  public Kinds(ChannelContacts contacts) {
    this.contacts = contacts;
  }

  /// The adapter that this row describes.
  ///
  /// @throws Unusable if a setting or secret is missing or wrong: the sentence says which
  public Adapter of(AdapterRow row) throws Unusable {
    return switch (row.kind()) {
      case "generic" -> new GenericAdapter(row, wire);
      case "whatsapp" -> new WhatsappAdapter(row, wire);
      case "viber" -> new ViberAdapter(row, wire);
      case "telegram" -> new TelegramAdapter(row, wire, contacts);
      default -> throw new Unusable("kind must be one of " + String.join(", ", ALL));
    };
  }

  @Override
  public void close() {
    wire.close();
  }
}
