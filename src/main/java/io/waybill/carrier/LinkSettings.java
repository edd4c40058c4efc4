package io.waybill.carrier;

import java.time.Duration;

/**
 * How one SMPP bind is made and kept.
 *
 * @param window most submit_sm without a recorded outcome, 1 to 5,000
 * @param ratePerSecond most submit_sm in any one second, as agreed with the operator; 0: no bound
 * @param enquireLink after so long without a sign of life an enquire_link is sent; after twice as
 *     long the connection is given up
 * @param answerWithin how long a submit_sm_resp may take before the outcome counts as unknown
 */
public record LinkSettings(
    String name,
    String carrier,
    String host,
    int port,
    String systemId,
    String password,
    String systemType,
    int window,
    int ratePerSecond,
    Duration enquireLink,
    Duration answerWithin) {

  @Override
  public String toString() {
    return name + " (" + systemId + "@" + host + ":" + port + ")";
  }
}
