package io.waybill.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The embedded server of a directory that another process has started: for the commands that change
 * configuration while Waybill runs.
 */
public record RunningPostgres(String jdbcUrl, String user, String password) {

  /** The server that runs there; empty if none does. */
  public static Optional<RunningPostgres> of(Path directory) throws IOException {
    Path data = directory.resolve("data");
    if (!Files.exists(data)) {
      return Optional.empty();
    }
    Optional<Postmaster> postmaster = Postmaster.of(data.toRealPath());
    if (postmaster.isEmpty()) {
      return Optional.empty();
    }
    PostgresLogin login = PostgresLogin.of(directory, data);
    return Optional.of(
        new RunningPostgres(
            login.url(postmaster.get().port(), PostgresLogin.DATABASE),
            PostgresLogin.USER,
            login.password()));
  }

  @Override
  public String toString() {
    return jdbcUrl;
  }
}
