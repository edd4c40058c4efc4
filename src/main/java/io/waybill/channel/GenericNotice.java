package io.waybill.channel;

import io.waybill.http.Json;
import io.waybill.message.Receipt.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Reads what a gateway posts: `{"statuses":[…],"inbound":[…]}`, or one status alone. An item that
/// cannot be read costs only itself.
final class GenericNotice {
  private static final Logger LOG = LoggerFactory.getLogger(GenericNotice.class);
  static final int ITEMS_MAX = 1_000;
  private static final int ID_MAX = 200;
  private static final int UNKNOWN_ERR = 999;
  private static final Set<Integer> ERRS = Set.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 999);
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private GenericNotice() {}

  /// What the status says; seen is a report without a word.
  private record Verdict(@Nullable Word word) {}

  static Hearing read(String body) {
    if (!(Json.read(body) instanceof Json.Parsed.Tree(var root, _)) || !root.isObject()) {
      return new Hearing.Refused(400, "The body must be a JSON object.");
    }
    boolean many = root.has("statuses") || root.has("inbound");
    List<Said> said = new ArrayList<>();
    List<JsonNode> statuses = many ? items(root.path("statuses")) : List.of(root);
    List<JsonNode> inbound = items(root.path("inbound"));
    if (statuses.size() + inbound.size() > ITEMS_MAX) {
      return new Hearing.Refused(400, "At most " + ITEMS_MAX + " items at once.");
    }
    for (JsonNode one : statuses) {
      status(one).ifPresent(said::add);
    }
    for (JsonNode one : inbound) {
      if (one.path("from").isString() && one.path("text").isString()) {
        said.add(
            new Said.Inbound(
                one.path("from").stringValue(),
                one.path("to").asString(""),
                one.path("text").stringValue()));
      }
    }
    int unread = statuses.size() + inbound.size() - said.size();
    if (unread > 0) {
      LOG.warn("{} items of a gateway's notice cannot be read and are left out", unread);
    }
    return said.isEmpty() && unread > 0
        ? new Hearing.Refused(
            400,
            "A status needs id or message_id, and status: accepted, sent, delivered, seen,"
                + " undelivered, failed, expired, rejected, cancelled or unknown."
                + " An inbound message needs from and text.")
        : new Hearing.Heard(said);
  }

  private static List<JsonNode> items(JsonNode list) {
    return list.isArray() ? list.valueStream().toList() : List.of();
  }

  private static Optional<Said.Status> status(JsonNode one) {
    String id = one.path("id").asString("");
    Optional<UUID> own = uuid(one.path("message_id").asString(""));
    Optional<Verdict> verdict = verdict(one.path("status").asString(""));
    if ((id.isEmpty() && own.isEmpty()) || id.length() > ID_MAX || verdict.isEmpty()) {
      return Optional.empty();
    }
    int err = one.path("err").isInt() ? err(one.path("err").intValue()) : 0;
    String raw =
        "status=%s err=%s why=%s"
            .formatted(
                one.path("status").asString(),
                one.path("err").asString("-"),
                one.path("why").asString("-"));
    return Optional.of(
        new Said.Status(new Said.About(id, own.orElse(null)), verdict.get().word(), err, raw));
  }

  private static Optional<Verdict> verdict(String status) {
    return Optional.ofNullable(
        switch (status) {
          case "accepted" -> new Verdict(Word.ACCEPTD);
          case "sent" -> new Verdict(Word.ENROUTE);
          case "delivered" -> new Verdict(Word.DELIVRD);
          case "seen" -> new Verdict(null);
          case "undelivered", "failed" -> new Verdict(Word.UNDELIV);
          case "expired" -> new Verdict(Word.EXPIRED);
          case "rejected" -> new Verdict(Word.REJECTD);
          case "cancelled" -> new Verdict(Word.DELETED);
          case "unknown" -> new Verdict(Word.UNKNOWN);
          default -> null;
        });
  }

  /// A number that the contract has; 999 for any other.
  static int err(int given) {
    return ERRS.contains(given) ? given : UNKNOWN_ERR;
  }

  static Optional<UUID> uuid(String written) {
    return UUID_FORM.matcher(written).matches()
        ? Optional.of(UUID.fromString(written))
        : Optional.empty();
  }
}
