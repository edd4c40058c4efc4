package io.waybill.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A program for tests: starts the server in the directory of its first argument, writes the
/// server's process id into the file of its second, and waits to be killed.
final class LeavesPostgresBehind {
  private LeavesPostgresBehind() {}

  public static void main(String[] arguments) throws IOException {
    EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(arguments[0]), 0);
    Path unfinished = Path.of(arguments[1] + "-unfinished");
    Files.writeString(unfinished, Long.toString(server.pid()), StandardCharsets.UTF_8);
    Files.move(unfinished, Path.of(arguments[1]));
    while (System.in.read() >= 0) {}
  }
}
