package io.waybill.http;

import io.waybill.http.Fault.Code;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How a refusal is written: each API has its own form.
public enum Style {
  /// `{"errors":[{title,detail,code,source}]}` (contract 1.5): routes under `/v1`.
  CONTRACT {
    @Override
    public Answer refuse(int status, List<Fault> faults) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      ArrayNode errors = body.putArray("errors");
      for (Fault fault : faults) {
        errors
            .addObject()
            .put("title", fault.code().title())
            .put("detail", fault.detail())
            .put("code", fault.code().number())
            .put("source", fault.source());
      }
      return Answer.json(status, body);
    }
  },
  /// `application/problem+json` (RFC 9457): all other routes. With several faults, or one that
  /// names a parameter, the extension member `errors` lists them.
  PROBLEM {
    @Override
    public Answer refuse(int status, List<Fault> faults) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.put("type", "about:blank");
      body.put("title", title(status));
      body.put("status", status);
      body.put("detail", String.join(" ", faults.stream().map(Fault::detail).toList()));
      if (faults.size() > 1 || faults.stream().anyMatch(fault -> fault.source() != null)) {
        ArrayNode errors = body.putArray("errors");
        for (Fault fault : faults) {
          errors.addObject().put("parameter", parameter(fault)).put("detail", fault.detail());
        }
      }
      return new Answer(status, Answer.PROBLEM, Json.write(body));
    }
  },
  /// Plain text such as `ERROR 101`, always with HTTP 200 and without a line's end (contract 3). A
  /// header says why, because such a word says little.
  CLASSIC {
    @Override
    public Answer refuse(int status, List<Fault> faults) {
      String word =
          switch (status) {
            case 401 -> "ERROR 101";
            case 403 -> "ERROR 103";
            case 429 -> "FAILED 209";
            case 505 -> "ERROR 102"; // it is the caller's to change
            default -> status >= 500 ? "FAILED 209" : "ERROR 102";
          };
      String why = String.join(" ", faults.stream().map(Fault::detail).toList());
      return new Answer(200, "text/plain; charset=utf-8", word).with("Waybill-Reason", why);
    }
  };

  /// Where the classic API is (contract 3, trap 9), also for requests too broken to find a route.
  private static final Pattern CLASSIC_PATH =
      Pattern.compile(
          "(?:/v1)?/(?:send_sms|get_dlr_response|cancel_sms|get_balance|prices|pricelist)/?");

  /// The answer that lists all that is wrong.
  public abstract Answer refuse(int status, List<Fault> faults);

  /// The same for one fault that no field is to blame for.
  public Answer refuse(int status, String detail) {
    return refuse(status, List.of(new Fault(Code.of(status), detail)));
  }

  /// The answer 400 for one parameter, or one field of the body.
  public Answer wrong(String parameter, String problem) {
    return refuse(400, List.of(new Fault(Code.INVALID, problem, parameter)));
  }

  /// The form for paths that lead to no route.
  static Style ofPath(String path) {
    if (CLASSIC_PATH.matcher(path).matches()) {
      return CLASSIC;
    }
    return path.equals("/v1") || path.startsWith("/v1/") ? CONTRACT : PROBLEM;
  }

  /// Of a body's field `sms.text`, where the contract writes `payload[sms][text]`.
  private static @Nullable String parameter(Fault fault) {
    String source = fault.source();
    if (source == null || !source.startsWith("payload[")) {
      return source;
    }
    return source.substring("payload[".length(), source.length() - 1).replace("][", ".");
  }

  /// With `about:blank` the title is the status's own phrase (RFC 9457, section 4.2.1).
  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> status >= 500 ? "Internal Server Error" : "Bad Request";
    };
  }
}
