package io.waybill.smpp;

/// What became of a message: the `message_state` values of SMPP 3.4 section 5.2.28, and the words
/// that a receipt's `stat:` uses for the same (appendix B).
public final class MessageState {
  public static final int ENROUTE = 1;
  public static final int DELIVERED = 2;
  public static final int EXPIRED = 3;
  public static final int DELETED = 4;
  public static final int UNDELIVERABLE = 5;
  public static final int ACCEPTED = 6;
  public static final int UNKNOWN = 7;
  public static final int REJECTED = 8;

  private MessageState() {}

  /// The state that a `stat:` word means; [#UNKNOWN] for words the specification does not have.
  public static int ofStat(String stat) {
    return switch (stat) {
      case "ENROUTE" -> ENROUTE;
      case "DELIVRD" -> DELIVERED;
      case "EXPIRED" -> EXPIRED;
      case "DELETED" -> DELETED;
      case "UNDELIV" -> UNDELIVERABLE;
      case "ACCEPTD" -> ACCEPTED;
      case "REJECTD" -> REJECTED;
      default -> UNKNOWN;
    };
  }

  /// The `stat:` word for a state; `UNKNOWN` for numbers the specification does not have.
  public static String stat(int state) {
    return switch (state) {
      case ENROUTE -> "ENROUTE";
      case DELIVERED -> "DELIVRD";
      case EXPIRED -> "EXPIRED";
      case DELETED -> "DELETED";
      case UNDELIVERABLE -> "UNDELIV";
      case ACCEPTED -> "ACCEPTD";
      case REJECTED -> "REJECTD";
      default -> "UNKNOWN";
    };
  }
}
