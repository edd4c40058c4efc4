package io.waybill.simulator;

import java.time.Duration;
import java.util.List;

/// What becomes of a message on a simulated channel, by the recipient's last two digits.
enum ChannelOutcome {
  /// 01 and all that are not named here.
  DELIVERED,
  /// 02.
  UNDELIVERED,
  /// 03.
  EXPIRED,
  /// 04.
  REJECTED,
  /// 05: taken, never a report.
  SILENT,
  /// 06: accepted at once, delivered after the late delay.
  LATE,
  /// 07: declined at once, err 3.
  DECLINED,
  /// 08: delivered, then seen.
  SEEN,
  /// 09: 429 at first, then as 01.
  BUSY_FIRST;

  /// @param status in the words of the generic protocol
  record Report(Duration after, String status, int err) {}

  static ChannelOutcome of(String to) {
    return switch (to.substring(Math.max(0, to.length() - 2))) {
      case "02" -> UNDELIVERED;
      case "03" -> EXPIRED;
      case "04" -> REJECTED;
      case "05" -> SILENT;
      case "06" -> LATE;
      case "07" -> DECLINED;
      case "08" -> SEEN;
      case "09" -> BUSY_FIRST;
      default -> DELIVERED;
    };
  }

  List<Report> reports(Duration delay, Duration late) {
    return switch (this) {
      case DELIVERED, BUSY_FIRST -> List.of(new Report(delay, "delivered", 0));
      case UNDELIVERED -> List.of(new Report(delay, "undelivered", 1));
      case EXPIRED -> List.of(new Report(delay, "expired", 2));
      case REJECTED -> List.of(new Report(delay, "rejected", 7));
      case SILENT, DECLINED -> List.of();
      case LATE ->
          List.of(new Report(Duration.ZERO, "accepted", 0), new Report(late, "delivered", 0));
      case SEEN ->
          List.of(new Report(delay, "delivered", 0), new Report(delay.multipliedBy(2), "seen", 0));
    };
  }
}
