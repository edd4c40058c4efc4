package io.waybill.smpp;

/// How a request went: the `command_status` values of SMPP 3.4 section 5.1.3.
///
/// Values between 0x400 and 0x4FF are the operator's own; others not named here are reserved.
public final class Status {
  /// No error.
  public static final int ESME_ROK = 0x00;

  /// Message length is invalid.
  public static final int ESME_RINVMSGLEN = 0x01;

  /// Command length is invalid.
  public static final int ESME_RINVCMDLEN = 0x02;

  /// Invalid command id.
  public static final int ESME_RINVCMDID = 0x03;

  /// Wrong bind state for this command.
  public static final int ESME_RINVBNDSTS = 0x04;

  /// Already bound.
  public static final int ESME_RALYBND = 0x05;

  /// Invalid priority flag.
  public static final int ESME_RINVPRTFLG = 0x06;

  /// Invalid registered_delivery.
  public static final int ESME_RINVREGDLVFLG = 0x07;

  /// System error.
  public static final int ESME_RSYSERR = 0x08;

  /// Invalid source address.
  public static final int ESME_RINVSRCADR = 0x0A;

  /// Invalid destination address.
  public static final int ESME_RINVDSTADR = 0x0B;

  /// Invalid message id.
  public static final int ESME_RINVMSGID = 0x0C;

  /// Bind failed.
  public static final int ESME_RBINDFAIL = 0x0D;

  /// Invalid password.
  public static final int ESME_RINVPASWD = 0x0E;

  /// Invalid system id.
  public static final int ESME_RINVSYSID = 0x0F;

  /// Cancel_sm failed.
  public static final int ESME_RCANCELFAIL = 0x11;

  /// Replace_sm failed.
  public static final int ESME_RREPLACEFAIL = 0x13;

  /// Message queue full.
  public static final int ESME_RMSGQFUL = 0x14;

  /// Invalid service type.
  public static final int ESME_RINVSERTYP = 0x15;

  /// Invalid number of destinations.
  public static final int ESME_RINVNUMDESTS = 0x33;

  /// Invalid distribution list name.
  public static final int ESME_RINVDLNAME = 0x34;

  /// Invalid destination flag.
  public static final int ESME_RINVDESTFLAG = 0x40;

  /// Invalid submit with replace.
  public static final int ESME_RINVSUBREP = 0x42;

  /// Invalid esm_class.
  public static final int ESME_RINVESMCLASS = 0x43;

  /// Cannot submit to distribution list.
  public static final int ESME_RCNTSUBDL = 0x44;

  /// Submit_sm or submit_multi failed.
  public static final int ESME_RSUBMITFAIL = 0x45;

  /// Invalid source type of number.
  public static final int ESME_RINVSRCTON = 0x48;

  /// Invalid source numbering plan.
  public static final int ESME_RINVSRCNPI = 0x49;

  /// Invalid destination type of number.
  public static final int ESME_RINVDSTTON = 0x50;

  /// Invalid destination numbering plan.
  public static final int ESME_RINVDSTNPI = 0x51;

  /// Invalid system_type.
  public static final int ESME_RINVSYSTYP = 0x53;

  /// Invalid replace_if_present flag.
  public static final int ESME_RINVREPFLAG = 0x54;

  /// Invalid number of messages.
  public static final int ESME_RINVNUMMSGS = 0x55;

  /// Allowed rate exceeded.
  public static final int ESME_RTHROTTLED = 0x58;

  /// Invalid scheduled delivery time.
  public static final int ESME_RINVSCHED = 0x61;

  /// Invalid validity period.
  public static final int ESME_RINVEXPIRY = 0x62;

  /// Predefined message invalid or not found.
  public static final int ESME_RINVDFTMSGID = 0x63;

  /// Receiver: temporary application error.
  public static final int ESME_RX_T_APPN = 0x64;

  /// Receiver: permanent application error.
  public static final int ESME_RX_P_APPN = 0x65;

  /// Receiver: message rejected.
  public static final int ESME_RX_R_APPN = 0x66;

  /// Query_sm failed.
  public static final int ESME_RQUERYFAIL = 0x67;

  /// Error in the optional part of the body.
  public static final int ESME_RINVOPTPARSTREAM = 0xC0;

  /// Optional parameter not allowed.
  public static final int ESME_ROPTPARNOTALLWD = 0xC1;

  /// Invalid parameter length.
  public static final int ESME_RINVPARLEN = 0xC2;

  /// Expected optional parameter missing.
  public static final int ESME_RMISSINGOPTPARAM = 0xC3;

  /// Invalid optional parameter value.
  public static final int ESME_RINVOPTPARAMVAL = 0xC4;

  /// Delivery failure, for data_sm_resp.
  public static final int ESME_RDELIVERYFAILURE = 0xFE;

  /// Unknown error.
  public static final int ESME_RUNKNOWNERR = 0xFF;

  private Status() {}

  /// The specification's name, such as `ESME_RTHROTTLED`, or the value as `0x` and eight
  /// hexadecimal digits when the specification has none.
  public static String name(int status) {
    String known = status <= ESME_RINVDSTNPI ? lowName(status) : highName(status);
    return known.isEmpty() ? "0x%08X".formatted(status) : known;
  }

  private static String lowName(int status) {
    return switch (status) {
      case ESME_ROK -> "ESME_ROK";
      case ESME_RINVMSGLEN -> "ESME_RINVMSGLEN";
      case ESME_RINVCMDLEN -> "ESME_RINVCMDLEN";
      case ESME_RINVCMDID -> "ESME_RINVCMDID";
      case ESME_RINVBNDSTS -> "ESME_RINVBNDSTS";
      case ESME_RALYBND -> "ESME_RALYBND";
      case ESME_RINVPRTFLG -> "ESME_RINVPRTFLG";
      case ESME_RINVREGDLVFLG -> "ESME_RINVREGDLVFLG";
      case ESME_RSYSERR -> "ESME_RSYSERR";
      case ESME_RINVSRCADR -> "ESME_RINVSRCADR";
      case ESME_RINVDSTADR -> "ESME_RINVDSTADR";
      case ESME_RINVMSGID -> "ESME_RINVMSGID";
      case ESME_RBINDFAIL -> "ESME_RBINDFAIL";
      case ESME_RINVPASWD -> "ESME_RINVPASWD";
      case ESME_RINVSYSID -> "ESME_RINVSYSID";
      case ESME_RCANCELFAIL -> "ESME_RCANCELFAIL";
      case ESME_RREPLACEFAIL -> "ESME_RREPLACEFAIL";
      case ESME_RMSGQFUL -> "ESME_RMSGQFUL";
      case ESME_RINVSERTYP -> "ESME_RINVSERTYP";
      case ESME_RINVNUMDESTS -> "ESME_RINVNUMDESTS";
      case ESME_RINVDLNAME -> "ESME_RINVDLNAME";
      case ESME_RINVDESTFLAG -> "ESME_RINVDESTFLAG";
      case ESME_RINVSUBREP -> "ESME_RINVSUBREP";
      case ESME_RINVESMCLASS -> "ESME_RINVESMCLASS";
      case ESME_RCNTSUBDL -> "ESME_RCNTSUBDL";
      case ESME_RSUBMITFAIL -> "ESME_RSUBMITFAIL";
      case ESME_RINVSRCTON -> "ESME_RINVSRCTON";
      case ESME_RINVSRCNPI -> "ESME_RINVSRCNPI";
      case ESME_RINVDSTTON -> "ESME_RINVDSTTON";
      case ESME_RINVDSTNPI -> "ESME_RINVDSTNPI";
      default -> "";
    };
  }

  private static String highName(int status) {
    return switch (status) {
      case ESME_RINVSYSTYP -> "ESME_RINVSYSTYP";
      case ESME_RINVREPFLAG -> "ESME_RINVREPFLAG";
      case ESME_RINVNUMMSGS -> "ESME_RINVNUMMSGS";
      case ESME_RTHROTTLED -> "ESME_RTHROTTLED";
      case ESME_RINVSCHED -> "ESME_RINVSCHED";
      case ESME_RINVEXPIRY -> "ESME_RINVEXPIRY";
      case ESME_RINVDFTMSGID -> "ESME_RINVDFTMSGID";
      case ESME_RX_T_APPN -> "ESME_RX_T_APPN";
      case ESME_RX_P_APPN -> "ESME_RX_P_APPN";
      case ESME_RX_R_APPN -> "ESME_RX_R_APPN";
      case ESME_RQUERYFAIL -> "ESME_RQUERYFAIL";
      case ESME_RINVOPTPARSTREAM -> "ESME_RINVOPTPARSTREAM";
      case ESME_ROPTPARNOTALLWD -> "ESME_ROPTPARNOTALLWD";
      case ESME_RINVPARLEN -> "ESME_RINVPARLEN";
      case ESME_RMISSINGOPTPARAM -> "ESME_RMISSINGOPTPARAM";
      case ESME_RINVOPTPARAMVAL -> "ESME_RINVOPTPARAMVAL";
      case ESME_RDELIVERYFAILURE -> "ESME_RDELIVERYFAILURE";
      case ESME_RUNKNOWNERR -> "ESME_RUNKNOWNERR";
      default -> "";
    };
  }
}
