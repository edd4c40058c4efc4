package io.waybill.channel;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What an adapter makes of a request from its provider.
public sealed interface Hearing {

  /// It is really from the provider.
  ///
  /// @param reply what is answered once everything said is stored
  record Heard(List<Said> said, JsonNode reply) implements Hearing {
    public Heard {
      said = List.copyOf(said);
    }

    /// Answered with an empty object.
    public Heard(List<Said> said) {
      this(said, JsonNodeFactory.instance.objectNode());
    }
  }

  /// It is answered with this plain text, and says nothing.
  record Greeted(String text) implements Hearing {}

  /// It is not: nothing of it is used.
  ///
  /// @param status 400, 401 or 405
  record Refused(int status, String why) implements Hearing {}
}
