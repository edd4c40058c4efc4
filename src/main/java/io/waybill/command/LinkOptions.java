package io.waybill.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a person may say about a link; what is not said stays as it is. */
final class LinkOptions {
  @Option(names = "--carrier", description = "whose link it is (a new link: default)")
  private @Nullable String carrier;

  @Option(names = "--host", description = "where the carrier listens; a new link needs it")
  private @Nullable String host;

  @Option(names = "--port", description = "of the carrier (a new link: 2775)")
  private @Nullable Integer port;

  @Option(names = "--mode", description = "trx, tx_rx, tx or rx (a new link: trx)")
  private @Nullable String mode;

  @Option(names = "--system-id", description = "our name at the carrier, at most 15 characters")
  private @Nullable String systemId;

  @Option(names = "--password-file", description = "file with the bind's password")
  private @Nullable Path passwordFile;

  @Option(
      names = "--system-type",
      description = "if the carrier asks for one, at most 12 characters")
  private @Nullable String systemType;

  @Option(names = "--window", description = "most submits without an outcome (a new link: 100)")
  private @Nullable Integer window;

  @Option(
      names = "--rate",
      description = "most submits in any one second, 0: no bound (a new link: 0)")
  private @Nullable Integer rate;

  @Option(
      names = "--enquire-link-seconds",
      description = "silence after which the link is asked (a new link: 30)")
  private @Nullable Integer enquireLink;

  @Option(names = "--answer-seconds", description = "wait for a submit_sm_resp (a new link: 60)")
  private @Nullable Integer answer;

  /** What was said. */
  Map<String, Object> said() {
    Map<String, Object> said = new LinkedHashMap<>();
    put(said, "carrier", carrier);
    put(said, "host", host);
    put(said, "port", port);
    put(said, "mode", mode);
    put(said, "system_id", systemId);
    put(said, "system_type", systemType);
    put(said, "window", window);
    put(said, "rate_per_second", rate);
    put(said, "enquire_link_seconds", enquireLink);
    put(said, "answer_seconds", answer);
    return said;
  }

  private static void put(Map<String, Object> said, String key, @Nullable Object value) {
    if (value != null) {
      said.put(key, value);
    }
  }

  /** The password, if a file was named. */
  Optional<String> password() throws IOException {
    return passwordFile == null
        ? Optional.empty()
        : Optional.of(Files.readString(passwordFile).strip());
  }
}
