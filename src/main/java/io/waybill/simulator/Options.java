package io.waybill.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// How the simulated operator is set up. Start from [#defaults] and change what differs.
///
/// @param host the address to listen on; 127.0.0.1
/// @param port the port to listen on, 0 for any free one; 0
/// @param systemId the only name that may bind; empty lets everyone in
/// @param password the password to bind with; empty accepts any
/// @param answerDelay before every answer to a submit; none
/// @param receiptDelay from the answer to the receipt in the default behaviour; 300 ms
/// @param lateDelay until the delivery that follows ACCEPTD in the default behaviour; 10 s
/// @param window the most receipts that wait for their deliver_sm_resp in one session; 100
/// @param firstId the id of the first message taken, in decimal; give one from the clock where ids
///   must differ from an earlier run's; 1
/// @param promisesMax the most receipts and delayed answers that are owed at any time, beyond it a
///   submit is answered ESME_RMSGQFUL; 1,000,000
/// @param bindWithin how long a connection may stay without a bind; 10 s
/// @param enquireEvery silence after which enquire_link is sent, and after as much again the
///   connection closed; 30 s
/// @param behaviour what happens to a message, whatever the cast says of that; empty for the cast
/// @param cast who plays the operator; empty for [Cast#usual] with the delays above, by the
///   recipient's last digits
/// @param clock for the dates in receipts, which are in UTC; the system's
public record Options(
    String host,
    int port,
    Optional<String> systemId,
    Optional<String> password,
    Duration answerDelay,
    Duration receiptDelay,
    Duration lateDelay,
    int window,
    long firstId,
    int promisesMax,
    Duration bindWithin,
    Duration enquireEvery,
    Optional<Behaviour> behaviour,
    Optional<Cast> cast,
    Clock clock) {

  public Options {
    if (port < 0 || port > 65_535 || window < 1 || promisesMax < 1 || firstId < 0) {
      throw new IllegalArgumentException("port, window, promisesMax or firstId is out of range");
    }
    if (answerDelay.isNegative() || receiptDelay.isNegative() || lateDelay.isNegative()) {
      throw new IllegalArgumentException("a delay is negative");
    }
    if (!bindWithin.isPositive() || !enquireEvery.isPositive()) {
      throw new IllegalArgumentException("bindWithin and enquireEvery must be positive");
    }
  }

  /// What the parameters above say behind the semicolon.
  public static Options defaults() {
    return new Draft().done();
  }

  public Options withHost(String host) {
    return new Draft(this).host(host).done();
  }

  public Options withPort(int port) {
    return new Draft(this).port(port).done();
  }

  /// Only this name and this password may bind.
  public Options withLogin(String systemId, String password) {
    return new Draft(this).login(Optional.of(systemId), Optional.of(password)).done();
  }

  public Options withAnswerDelay(Duration answerDelay) {
    return new Draft(this).answerDelay(answerDelay).done();
  }

  public Options withReceiptDelay(Duration receiptDelay) {
    return new Draft(this).receiptDelay(receiptDelay).done();
  }

  public Options withLateDelay(Duration lateDelay) {
    return new Draft(this).lateDelay(lateDelay).done();
  }

  public Options withWindow(int window) {
    return new Draft(this).window(window).done();
  }

  public Options withFirstId(long firstId) {
    return new Draft(this).firstId(firstId).done();
  }

  public Options withPromisesMax(int promisesMax) {
    return new Draft(this).promisesMax(promisesMax).done();
  }

  public Options withBindWithin(Duration bindWithin) {
    return new Draft(this).bindWithin(bindWithin).done();
  }

  public Options withEnquireEvery(Duration enquireEvery) {
    return new Draft(this).enquireEvery(enquireEvery).done();
  }

  public Options withBehaviour(Behaviour behaviour) {
    return new Draft(this).behaviour(behaviour).done();
  }

  /// This cast plays from the beginning; see [Simulator#play].
  public Options withCast(Cast cast) {
    return new Draft(this).cast(cast).done();
  }

  public Options withClock(Clock clock) {
    return new Draft(this).clock(clock).done();
  }

  /// Who plays at the beginning.
  Troupe troupe() {
    Behaviour plain = Outcomes.byLastDigits(receiptDelay, lateDelay);
    return new Troupe(
        cast.orElseGet(Cast::usual), cast.isPresent() ? Optional.empty() : Optional.of(plain));
  }

  /// Leaves out the passwords.
  @Override
  public String toString() {
    return "Options[%s:%d, answerDelay=%s, receiptDelay=%s, window=%d]"
        .formatted(host, port, answerDelay, receiptDelay, window);
  }
}
