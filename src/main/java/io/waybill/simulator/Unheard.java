package io.waybill.simulator;

import io.waybill.smpp.Pdu;

/// Submits through a session that is about to end: what it is answered, it never hears.
record Unheard(Session session) implements Exchange.Submitter {
  @Override
  public String systemId() {
    return session.systemId();
  }

  @Override
  public int nextSequence() {
    return session.nextSequence();
  }

  @Override
  public void answer(Pdu pdu) {}

  @Override
  public void send(Pdu pdu) {}

  @Override
  public void drop() {
    session.drop();
  }
}
