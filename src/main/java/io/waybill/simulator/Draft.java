package io.waybill.simulator;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Options while they are being changed; holds their defaults.
final class Draft {
  private String host = "127.0.0.1";
  private int port;
  private Duration answerDelay = Duration.ZERO;
  private Duration receiptDelay = Duration.ofMillis(300);
  private Duration lateDelay = Duration.ofSeconds(10);
  private int window = 100;
  private long firstId = 1;
  private int promisesMax = 1_000_000;
  private Duration bindWithin = Duration.ofSeconds(10);
  private Duration enquireEvery = Duration.ofSeconds(30);
  private Clock clock = Clock.systemUTC();
  private Optional<String> systemId = Optional.empty();
  private Optional<String> password = Optional.empty();
  private Optional<Behaviour> behaviour = Optional.empty();
  private Optional<Cast> cast = Optional.empty();

  Draft() {}

  Draft(Options options) {
    host = options.host();
    port = options.port();
    answerDelay = options.answerDelay();
    receiptDelay = options.receiptDelay();
    lateDelay = options.lateDelay();
    window = options.window();
    firstId = options.firstId();
    promisesMax = options.promisesMax();
    bindWithin = options.bindWithin();
    enquireEvery = options.enquireEvery();
    clock = options.clock();
    systemId = options.systemId();
    password = options.password();
    behaviour = options.behaviour();
    cast = options.cast();
  }

  Draft host(String value) {
    host = value;
    return this;
  }

  Draft port(int value) {
    port = value;
    return this;
  }

  Draft answerDelay(Duration value) {
    answerDelay = value;
    return this;
  }

  Draft receiptDelay(Duration value) {
    receiptDelay = value;
    return this;
  }

  Draft lateDelay(Duration value) {
    lateDelay = value;
    return this;
  }

  Draft window(int value) {
    window = value;
    return this;
  }

  Draft firstId(long value) {
    firstId = value;
    return this;
  }

  Draft promisesMax(int value) {
    promisesMax = value;
    return this;
  }

  Draft bindWithin(Duration value) {
    bindWithin = value;
    return this;
  }

  Draft enquireEvery(Duration value) {
    enquireEvery = value;
    return this;
  }

  Draft clock(Clock value) {
    clock = value;
    return this;
  }

  Draft login(Optional<String> name, Optional<String> secret) {
    systemId = name;
    password = secret;
    return this;
  }

  Draft behaviour(Behaviour value) {
    behaviour = Optional.of(value);
    return this;
  }

  Draft cast(Cast value) {
    cast = Optional.of(value);
    return this;
  }

  Options done() {
    return new Options(
        host,
        port,
        systemId,
        password,
        answerDelay,
        receiptDelay,
        lateDelay,
        window,
        firstId,
        promisesMax,
        bindWithin,
        enquireEvery,
        behaviour,
        cast,
        clock);
  }
}
