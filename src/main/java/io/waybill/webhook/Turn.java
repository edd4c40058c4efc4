package io.waybill.webhook;

/** The change in an endpoint's standing by one answer. */
enum Turn {
  NONE,
  WENT_DOWN,
  STILL_DOWN,
  CAME_BACK,
  STOPPED
}
