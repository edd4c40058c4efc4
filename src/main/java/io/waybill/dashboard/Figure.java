package io.waybill.dashboard;

import io.waybill.store.Stats.Totals;

/** What the overview counts, each with what it means. */
public enum Figure {
  ACCEPTED(
      "Accepted",
      "",
      "",
      "Messages that Waybill answered with success in this time, whatever became of them since."
          + " All other figures here are about these messages."),
  SENT(
      "Sent",
      "",
      "group=taken",
      "A carrier has taken them, whatever became of them later. Not among them: what still waits"
          + " here, and what failed, was cancelled or was refused before a carrier took it."),
  DELIVERED(
      "Delivered",
      "delivered",
      "group=delivered",
      "The carrier reported that the phone has it, or that it was read."),
  IN_FLIGHT(
      "In flight",
      "sent",
      "group=sent",
      "Not over yet: they wait here to be sent, or a carrier has them and has not reported the end."),
  FAILED(
      "Failed",
      "failed",
      "group=failed",
      "Over and not delivered: the phone was not reached in time, no carrier could take it, it was"
          + " cancelled, or nobody ever reported the end."),
  REJECTED(
      "Rejected",
      "rejected",
      "group=rejected",
      "Refused after it was accepted here: by the carrier, at once or in a report, or by a rule of"
          + " this platform. Requests that the API refused are not counted."),
  UNKNOWN(
      "Unknown",
      "",
      "word=Unknown",
      "Nobody can say what became of them: the carrier said so, or no report came by the deadline."
          + " They count as in flight or as failed, too. A late report still corrects them.");

  /** What the rate of those that are over means. */
  public static final String OF_FINAL =
      "Delivered, out of those that are over: delivered, failed or rejected. Messages in flight do"
          + " not count.";

  /** What the rate of all means. */
  public static final String OF_ALL =
      "Delivered, out of all accepted. Messages in flight count as not delivered, so this rises"
          + " while they arrive.";

  /** How percentiles are read. */
  public static final String PERCENTILES =
      "p50: half of the messages took no longer than this. p95: 95 of 100 did not, p99: 99 of 100."
          + " Counted from acceptance, or from the time at which they were to be sent; right to"
          + " about a tenth; up to ten seconds late.";

  private final String title;
  private final String group;
  private final String filter;
  private final String meaning;

  Figure(String title, String group, String filter, String meaning) {
    this.title = title;
    this.group = group;
    this.filter = filter;
    this.meaning = meaning;
  }

  /** As it is read. */
  public String title() {
    return title;
  }

  /** The group of messages whose colour and shape it has; empty: none. */
  public String group() {
    return group;
  }

  /** What the list of messages is narrowed down to; empty: nothing but the time. */
  public String filter() {
    return filter;
  }

  /** What it means. */
  public String meaning() {
    return meaning;
  }

  /** How many. */
  public long of(Totals totals) {
    return switch (this) {
      case ACCEPTED -> totals.accepted();
      case SENT -> totals.sent();
      case DELIVERED -> totals.delivered();
      case IN_FLIGHT -> totals.inFlight();
      case FAILED -> totals.failed();
      case REJECTED -> totals.rejected();
      case UNKNOWN -> totals.unknown();
    };
  }
}
