package io.waybill;

import io.waybill.command.WaybillCommand;

/** Where the program starts. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(WaybillCommand.run(arguments));
  }
}
