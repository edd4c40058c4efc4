package io.waybill.webhook;

import io.waybill.message.Entry.Report;
import io.waybill.message.Event;
import io.waybill.message.Message;
import io.waybill.store.EndpointStore;
import io.waybill.store.Envelope;
import io.waybill.store.Ledger;
import io.waybill.store.MessageReader.Found;
import io.waybill.store.TellingReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells reports of one message once more, as the API and the dashboard are asked to. */
public final class Retelling {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Ledger ledger;
  private final EndpointStore endpoints;
  private final InstantSource clock;

  public Retelling(Ledger ledger, EndpointStore endpoints, InstantSource clock) {
    this.ledger = ledger;
    this.endpoints = endpoints;
    this.clock = clock;
  }

  /** What became of the wish. */
  public sealed interface Asked {
    /** Recorded: it is told soon. */
    record Done(Message message) implements Asked {}

    /** Not recorded, or not known to be: a sentence that says so. */
    record NotNow(String why) implements Asked {}
  }

  /** All reports that a message has made, oldest first. */
  public static List<Report> reports(Found found) {
    return new Told(found.timeline() == null ? "[]" : found.timeline()).reports();
  }

  /** Whether what is to be told of a message waits until somebody resumes its endpoint. */
  public boolean isHeld(Envelope envelope) {
    String id = EndpointStore.id(TellingReader.endpoint(envelope));
    return endpoints
        .find(envelope.accountId(), id)
        .filter(noted -> noted.standing() == EndpointStore.Standing.STOPPED)
        .isPresent();
  }

  /** Makes these reports due. Waits at most 10 s for the ledger. */
  public Asked ask(UUID id, List<Report> reports) {
    try {
      Ledger.Outcome outcome =
          ledger
              .record(id, new Event.TellAgainAsked(clock.instant(), reports))
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return outcome instanceof Ledger.Outcome.Recorded(var message, boolean _)
          ? new Asked.Done(message)
          : new Asked.NotNow("The replay could not be recorded now; ask again in a moment.");
    } catch (TimeoutException | ExecutionException late) {
      return new Asked.NotNow("The answer takes too long; the replay may still be carried out.");
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Asked.NotNow("The server is being stopped.");
    }
  }
}
