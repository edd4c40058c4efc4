package io.waybill.dashboard;

import io.waybill.account.Role;
import io.waybill.account.SessionRule.Stage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a page needs of who asks for it. */
public enum Need {
  /** Nothing: log-in, and links that people were given. */
  NOTHING(null, null),
  /** A right password, while a code is asked for. */
  PASSWORD(Stage.CODE, null),
  /** A right password of somebody who must set up a second factor first. */
  ENROLMENT(Stage.ENROL, null),
  /** Anybody who is logged in; no account is looked at. */
  PERSON(Stage.FULL, Role.VIEWER),
  /** Somebody who may look, in an account. */
  VIEWER(Stage.FULL, Role.VIEWER),
  /** Somebody who may send, in an account. */
  SENDER(Stage.FULL, Role.SENDER),
  /** Somebody who owns the account. */
  OWNER(Stage.FULL, Role.OWNER),
  /** An operator of the platform, whichever account is looked at, or none. */
  OPERATOR(Stage.FULL, Role.OPERATOR);

  private final @Nullable Stage stage;
  private final @Nullable Role role;

  Need(@Nullable Stage stage, @Nullable Role role) {
    this.stage = stage;
    this.role = role;
  }

  /** How far one must have come; empty: anybody may ask. */
  Optional<Stage> stage() {
    return Optional.ofNullable(stage);
  }

  /** Whether one of this role may. */
  public boolean isMetBy(Role who) {
    return role == null || who.may(role);
  }

  /** Whether there must be an account that is looked at. */
  public boolean isInAccount() {
    return this == VIEWER || this == SENDER || this == OWNER;
  }
}
