package io.waybill.command;

import io.waybill.ops.Logs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.event.Level;

/** Calls the program as a person at a terminal does, in this process. */
final class Cli {
  private Cli() {}

  /** How it ended, and what stood on the terminal. */
  record Ran(int code, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }

    /** What the program says is wrong, without what a server in this process logs meanwhile. */
    List<String> complaints() {
      return err.lines().filter(line -> line.startsWith("waybill: ")).toList();
    }
  }

  static Ran run(String... arguments) {
    return with("", arguments);
  }

  /** With something on standard input. */
  static Ran with(String input, String... arguments) {
    InputStream in = System.in;
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
    try {
      int code = WaybillCommand.run(arguments);
      return new Ran(
          code, said.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
    } finally {
      System.setIn(in);
      System.setOut(out);
      System.setErr(err);
      Logs.setUp(Level.INFO); // commands log less
    }
  }
}
