package io.waybill.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a run tries.
public enum Scenario {
  /// Messages with a receipt and two callbacks each, from the request to the last callback.
  E2E("messages with receipt and two callbacks each, from request to last callback", 20_000, 0, 60),
  /// Acceptance alone: the link is paused meanwhile.
  ACCEPT("acceptance alone, while the link is paused", 20_000, 0, 60),
  /// As accept, and then how fast what waited leaves.
  BACKLOG("as accept; then the link is resumed, and what waited leaves", 50_000, 0, 120),
  /// All receipts at once.
  BURST("all receipts are held back, then come at once", 50_000, 0, 120),
  /// One carrier's misbehaviour beside another carrier's steady load.
  NEIGHBOURS("one carrier's steady load while the far end beside it misbehaves", 600_000, 100, 8),
  /// Links are added, changed, paused and removed under load.
  CHANGES("links are added, changed, paused and removed under load", 600_000, 200, 60);

  private final String about;
  private final int messages;
  private final int rate;
  private final int seconds;

  Scenario(String about, int messages, int rate, int seconds) {
    this.about = about;
    this.messages = messages;
    this.rate = rate;
    this.seconds = seconds;
  }

  /// All of them, as people write them.
  public static List<String> words() {
    return Arrays.stream(values()).map(Words::of).toList();
  }

  /// The one that a word means; empty if there is none.
  public static Optional<Scenario> of(String word) {
    return Arrays.stream(values()).filter(one -> Words.of(one).equals(word)).findFirst();
  }

  /// One sentence without its end.
  public String about() {
    return about;
  }

  /// Messages, where nobody says how many.
  public int messages() {
    return messages;
  }

  /// Messages a second, where nobody says.
  public int rate() {
    return rate;
  }

  /// Seconds, where nobody says.
  public int seconds() {
    return seconds;
  }
}
