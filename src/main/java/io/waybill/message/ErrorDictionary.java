package io.waybill.message;

import java.util.Map;

/**
 * What went wrong, for the contract's err numbers and for SMPP command_status values: cause,
 * remedy, whether trying again can help, and whose it is (contract 1.4; SMPP 3.4 §5.1.3).
 */
public final class ErrorDictionary {
  /** No command_status is so high; channels other than SMS have no such codes of their own. */
  private static final int CHANNEL_CODES = 0x7000_0000;

  private ErrorDictionary() {}

  /** Who can do something about it. */
  public enum Whose {
    NOBODY,
    NUMBER,
    SENDER,
    OPERATOR,
    US,
    CREDIT
  }

  /**
   * What an error means.
   *
   * @param err the contract's number
   * @param permanent whether trying again unchanged is useless
   */
  public record Meaning(int err, String cause, String remedy, boolean permanent, Whose whose) {}

  private static final Map<Integer, Meaning> BY_ERR =
      Map.ofEntries(
          entry(0, "No error", "Nothing to do.", true, Whose.NOBODY),
          entry(
              1,
              "The operator could not deliver it to the handset",
              "Check that the number is in use, then send again.",
              true,
              Whose.NUMBER),
          entry(
              2,
              "The time in which it was valid ended",
              "The phone was off or out of reach; send again with a longer validity.",
              false,
              Whose.NUMBER),
          entry(3, "The number does not exist", "Correct the number.", true, Whose.NUMBER),
          entry(
              4,
              "The account could not be charged",
              "Add credit, then send again.",
              true,
              Whose.CREDIT),
          entry(
              5,
              "The number's format or country is wrong",
              "Write the number with + and country code.",
              true,
              Whose.NUMBER),
          entry(
              6,
              "Too many identical messages to this number",
              "Wait an hour or change the text.",
              true,
              Whose.SENDER),
          entry(
              7,
              "The sender is not allowed",
              "Use a sender that is registered for this account and country.",
              true,
              Whose.SENDER),
          entry(
              8,
              "The number is on the blacklist",
              "Do not send to this number.",
              true,
              Whose.NUMBER),
          entry(
              9,
              "There is no way to send it",
              "Ask the platform's operator for a route.",
              true,
              Whose.US),
          entry(10, "The recipient has seen it", "Nothing to do.", true, Whose.NOBODY),
          entry(
              999,
              "A temporary or unknown error",
              "Wait for a late receipt; send again if it matters.",
              false,
              Whose.OPERATOR));

  private static final Map<Integer, Meaning> BY_COMMAND_STATUS =
      Map.ofEntries(
          Map.entry(0x04, busy("the bind is broken at the operator (ESME_RINVBNDSTS)")),
          Map.entry(0x0D, busy("the bind is broken at the operator (ESME_RBINDFAIL)")),
          Map.entry(0x08, busy("the operator's system failed (ESME_RSYSERR)")),
          Map.entry(0x0A, of(7, "the operator refused the sender (ESME_RINVSRCADR)")),
          Map.entry(0x0B, of(3, "the operator refused the number (ESME_RINVDSTADR)")),
          Map.entry(0x14, busy("the operator's queue is full (ESME_RMSGQFUL)")),
          Map.entry(0x33, of(3, "the operator does not serve this number (ESME_RINVNUMDESTS)")),
          Map.entry(0x45, of(1, "the operator refused the message (ESME_RSUBMITFAIL)")),
          Map.entry(0x48, of(7, "wrong type of sender (ESME_RINVSRCTON)")),
          Map.entry(0x49, of(7, "wrong numbering plan of the sender (ESME_RINVSRCNPI)")),
          Map.entry(0x50, of(3, "wrong type of number (ESME_RINVDSTTON)")),
          Map.entry(0x51, of(3, "wrong numbering plan of the number (ESME_RINVDSTNPI)")),
          Map.entry(0x58, busy("more than the operator allows a second (ESME_RTHROTTLED)")),
          Map.entry(0x64, busy("the operator's application has a passing error (ESME_RX_T_APPN)")),
          Map.entry(0xFF, busy("the operator has an unknown error (ESME_RUNKNOWNERR)")));

  /** The meaning of a contract err; 999's for a number that the contract does not have. */
  public static Meaning ofErr(int err) {
    Meaning meaning = BY_ERR.get(err);
    return meaning != null ? meaning : BY_ERR.getOrDefault(999, busy("unknown"));
  }

  /** The meaning of a submit_sm_resp's command_status other than ESME_ROK. */
  public static Meaning ofCommandStatus(int commandStatus) {
    if (isChannelCode(commandStatus)) {
      return ofErr(commandStatus - CHANNEL_CODES);
    }
    Meaning meaning = BY_COMMAND_STATUS.get(commandStatus);
    return meaning != null
        ? meaning
        : of(1, "the operator refused it (command_status 0x%X)".formatted(commandStatus));
  }

  /** Whether a part's code is one of {@link #codeOfErr}. */
  static boolean isChannelCode(int code) {
    return code >= CHANNEL_CODES && code <= CHANNEL_CODES + 999;
  }

  /** How a channel's refusal with this contract err is written as a part's code. */
  static int codeOfErr(int err) {
    return CHANNEL_CODES + err;
  }

  private static Meaning of(int err, String cause) {
    Meaning usual = ofErr(err);
    return new Meaning(err, cause, usual.remedy(), true, usual.whose());
  }

  private static Meaning busy(String cause) {
    return new Meaning(999, cause, "Nothing to do: it is tried again.", false, Whose.OPERATOR);
  }

  private static Map.Entry<Integer, Meaning> entry(
      int err, String cause, String remedy, boolean permanent, Whose whose) {
    return Map.entry(err, new Meaning(err, cause, remedy, permanent, whose));
  }
}
