package io.waybill.http;

import io.waybill.account.ApiKey;
import io.waybill.account.Operator;
import io.waybill.account.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One method on one path. A trailing slash on the requested path makes no difference.
///
/// @param method in upper case
/// @param pattern as `/v1/omnimessage/{id}/status`: a segment in braces takes any one segment
/// @param style how its refusals are written
/// @param access who may ask
/// @param needed the scope that a key must have; null where no key is asked for
public record Route(
    String method,
    String pattern,
    Style style,
    Access access,
    @Nullable Scope needed,
    Handler handler) {

  /// No path has an empty segment in its middle and is ours.
  private static final String ELSEWHERE = "/elsewhere//";

  /// Who may ask.
  public enum Access {
    /// Anybody: requests are counted by address, and too many refused.
    OPEN,
    /// Those who show an API key with a scope.
    KEY,
    /// Those who administer the platform.
    OPERATOR,
    /// The handler itself lets nobody in without a look at who it is.
    HANDLER,
    /// A page for people: it says itself who may see it. Requests are counted by address.
    PAGE
  }

  /// A route whose handler lets nobody in without a look at who it is.
  public Route(String method, String pattern, Style style, Handler handler) {
    this(method, pattern, style, Access.HANDLER, null, handler);
  }

  /// A route for everybody.
  public static Route open(String method, String pattern, Style style, Handler handler) {
    return new Route(method, pattern, style, Access.OPEN, null, handler);
  }

  /// A page for people, or something that is done on one. The handler looks who it is.
  public static Route page(String method, String pattern, Handler handler) {
    return new Route(method, pattern, Style.PROBLEM, Access.PAGE, null, handler);
  }

  /// Answers a request. May block; what it throws becomes a 500 without internals.
  @FunctionalInterface
  public interface Handler {
    Answer handle(Call call);
  }

  /// Answers a request of somebody who has shown a key.
  @FunctionalInterface
  public interface KeyedHandler {
    Answer handle(Call call, ApiKey key);
  }

  /// A route for those who show a key with that scope; all others are answered 401, 403 or 429
  /// before their body is read.
  public static Route keyed(
      String method,
      String pattern,
      Style style,
      BasicAuth auth,
      Scope needed,
      KeyedHandler handler) {
    return new Route(
        method,
        pattern,
        style,
        Access.KEY,
        needed,
        call -> {
          Admission admission = auth.admit(call, needed);
          if (admission instanceof Admission.Admitted(var key)) {
            call.showedKey();
            return handler.handle(call, key);
          }
          return admission.refusal(style);
        });
  }

  /// Answers a request of an operator of the platform.
  @FunctionalInterface
  public interface OperatorHandler {
    Answer handle(Call call, Operator operator);
  }

  /// A route for those who show an operator's token; all others are answered 401 or 429 before
  /// their body is read.
  public static Route operator(String method, String pattern, Gate gate, OperatorHandler handler) {
    return new Route(
        method,
        pattern,
        Style.PROBLEM,
        Access.OPERATOR,
        null,
        call -> {
          return switch (gate.operates(call)) {
            case OperatorAdmission.Operates(var operator) -> {
              call.showedKey();
              yield handler.handle(call, operator);
            }
            case OperatorAdmission.Refused(var admission) -> refusal(admission);
          };
        });
  }

  private static Answer refusal(Admission admission) {
    return admission instanceof Admission.NoKey
        // RFC 6750, section 3
        ? Style.PROBLEM
            .refuse(
                401,
                "Show an operator's token as 'Authorization: Bearer …'; ./waybill operator create"
                    + " makes one. API keys open nothing here.")
            .with("WWW-Authenticate", "Bearer realm=\"waybill operators\"")
        : admission.refusal(Style.PROBLEM);
  }

  /// The page for browsers that ask for a path which is nowhere.
  public static Route elsewhere(Handler handler) {
    return page("GET", ELSEWHERE, handler);
  }

  boolean isElsewhere() {
    return pattern.equals(ELSEWHERE);
  }

  /// Whether anybody may ask, as far as this server can see beforehand.
  public boolean isOpen() {
    return access == Access.OPEN || access == Access.PAGE;
  }

  /// The values of the segments in braces, if the path (split at its slashes, decoded) is ours.
  Optional<Map<String, String>> match(List<String> path) {
    List<String> own = segments(pattern);
    if (own.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < own.size(); i++) {
      String segment = own.get(i);
      if (segment.startsWith("{")) {
        values.put(segment.substring(1, segment.length() - 1), path.get(i));
      } else if (!segment.equals(path.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /// A path's segments, without the empty ones at its two ends.
  static List<String> segments(String path) {
    List<String> segments = new ArrayList<>(List.of(path.split("/", -1)));
    if (segments.getFirst().isEmpty()) {
      segments.removeFirst();
    }
    if (!segments.isEmpty() && segments.getLast().isEmpty()) {
      segments.removeLast();
    }
    return segments;
  }
}
