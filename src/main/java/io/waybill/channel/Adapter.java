package io.waybill.channel;

/// One provider's protocol. Holds no state of messages; called by many threads at once.
public interface Adapter {

  /// Hands a message to the provider and waits for its answer, within the adapter's time-out. What
  /// goes wrong outside is an outcome, not an exception.
  Outcome send(Outbound message);

  /// Reads what the provider has posted, after verifying that it is from there.
  Hearing hear(Notice notice);

  /// Answers a GET by which some providers see whether a callback address is the right one.
  default Hearing greet(Notice notice) {
    return new Hearing.Refused(405, "This adapter hears only POST.");
  }

  /// Asks the provider for something harmless: what was found, for a person to read.
  ///
  /// @throws Unusable if it does not work, and why
  String check() throws Unusable;

  /// An adapter cannot work as it is set up.
  final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    public Unusable(String why) {
      super(why);
    }
  }
}
