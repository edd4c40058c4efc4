package io.waybill.simulator;

/// What the simulated operator does with what is submitted. Called by the sessions' threads, at the
/// same time for different sessions; must not wait.
@FunctionalInterface
public interface Behaviour {
  /// Decides about one message.
  Plan plan(Submit submit);
}
