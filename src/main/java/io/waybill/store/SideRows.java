package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.Effect;
import io.waybill.message.Message;
import io.waybill.store.CallbackTable.Due;
import io.waybill.store.Steps.Telling;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the effects of one group want stored beside the messages, or told right after the commit.
 */
final class SideRows {
  private final Steps steps;
  private final Instant now;
  private final List<NewRows.Aired> aired = new ArrayList<>();
  private final Map<UUID, Due> waiting = new LinkedHashMap<>();
  private final Set<UUID> done = new HashSet<>();
  private final Set<UUID> hurried = new HashSet<>();
  private final List<Telling> tellings = new ArrayList<>();

  SideRows(Steps steps, Instant now) {
    this.steps = steps;
    this.now = now;
  }

  /** Takes in the effects of a message, in their order; reserves room for what is to be told. */
  void add(Envelope envelope, Message next, List<Effect> effects) {
    UUID id = envelope.id();
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.OnAir onAir -> aired.add(new NewRows.Aired(envelope, onAir, now));
        case Effect.Tell(var report) -> {
          if (steps.roomToTell(envelope)) {
            tellings.add(new Telling(envelope, next.parts().size(), report, 1, false));
          } else {
            waiting.put(id, due(envelope, report.number(), 1, report.at(), report.at()));
            done.remove(id);
          }
        }
        case Effect.TellAgain(var report, var attempt, var at) -> {
          waiting.put(id, due(envelope, report.number(), attempt, at, report.at()));
          done.remove(id);
        }
        case Effect.HurryTelling _ -> hurried.add(id);
        case Effect.ToldAfterAll _ -> {
          waiting.remove(id);
          done.add(id);
        }
        case Effect.Submit _, Effect.Count _, Effect.NextTurn _, Effect.ChainOver _ -> {}
      }
    }
  }

  /** Those for which room was reserved. */
  List<Telling> tellings() {
    return tellings;
  }

  void write(Connection db, Vault vault) throws SQLException {
    NewRows.onAir(db, aired, vault);
    CallbackTable.remove(db, List.copyOf(done));
    CallbackTable.put(db, List.copyOf(waiting.values()));
    CallbackTable.hurry(db, List.copyOf(hurried), now);
  }

  private static Due due(Envelope envelope, int report, int attempt, Instant at, Instant madeAt) {
    return new Due(envelope.id(), TellingReader.endpoint(envelope), report, attempt, at, madeAt);
  }
}
