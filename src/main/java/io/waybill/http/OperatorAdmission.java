package io.waybill.http;

import io.waybill.account.Operator;

/// What the gate says to a caller who wants to administer the platform.
sealed interface OperatorAdmission {
  /// May go on.
  record Operates(Operator operator) implements OperatorAdmission {}

  /// May not.
  record Refused(Admission why) implements OperatorAdmission {}
}
