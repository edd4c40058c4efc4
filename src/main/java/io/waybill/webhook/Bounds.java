package io.waybill.webhook;

/**
 * How much may be where.
 *
 * @param memory callbacks reserved, queued, in flight or not yet recorded, in all
 * @param memoryPerEndpoint the same at one endpoint
 * @param requests at one time in all
 * @param requestsPerEndpoint at one time to one endpoint, to begin with
 * @param requestsPerEndpointMax the same when it answers quickly
 */
record Bounds(
    int memory,
    int memoryPerEndpoint,
    int requests,
    int requestsPerEndpoint,
    int requestsPerEndpointMax) {

  /** Requests at one time to endpoints that are down, in all. */
  int probes() {
    return Math.max(1, requests / 4);
  }

  /** Outcomes that may wait to be recorded before sending pauses. */
  int unrecorded() {
    return 2 * requests;
  }
}
