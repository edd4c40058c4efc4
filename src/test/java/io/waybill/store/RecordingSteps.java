package io.waybill.store;

import io.waybill.message.Effect;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Steps that keep what they are handed. Room is what the test says it is. */
final class RecordingSteps implements Steps {
  final AtomicInteger seats = new AtomicInteger();
  final AtomicInteger seatsTaken = new AtomicInteger();
  volatile boolean roomToTell = true;
  final AtomicInteger tellRoomTaken = new AtomicInteger();
  final Queue<Submission> submissions = new ConcurrentLinkedQueue<>();
  final Queue<Telling> tellings = new ConcurrentLinkedQueue<>();
  final Queue<String> queued = new ConcurrentLinkedQueue<>();
  final Queue<Effect.What> counted = new ConcurrentLinkedQueue<>();

  @Override
  public Optional<String> seat(String carrier, int parts) {
    if (seatsTaken.addAndGet(parts) <= seats.get()) {
      return Optional.of("link-a");
    }
    seatsTaken.addAndGet(-parts);
    return Optional.empty();
  }

  @Override
  public void unseat(String link, int parts) {
    seatsTaken.addAndGet(-parts);
  }

  @Override
  public void submit(Submission submission) {
    submissions.add(submission);
  }

  @Override
  public void queued(String carrier) {
    queued.add(carrier);
  }

  @Override
  public boolean roomToTell(Envelope envelope) {
    if (roomToTell) {
      tellRoomTaken.incrementAndGet();
    }
    return roomToTell;
  }

  @Override
  public void noTell(Envelope envelope) {
    tellRoomTaken.decrementAndGet();
  }

  @Override
  public void tell(Telling telling) {
    tellings.add(telling);
  }

  @Override
  public void count(Effect.What what) {
    counted.add(what);
  }
}
