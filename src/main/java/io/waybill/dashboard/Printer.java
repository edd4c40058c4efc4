package io.waybill.dashboard;

import io.waybill.account.Person;
import io.waybill.account.SessionRule;
import io.waybill.account.SessionRule.Stage;
import io.waybill.http.Answer;
import io.waybill.http.Json;
import io.waybill.store.Sessions.Place;
import io.waybill.store.Sessions.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/** Makes answers of what handlers reply: pages with the shell around them, parts, redirects. */
public final class Printer {
  private static final String HTML = "text/html; charset=utf-8";

  /** Only what is ours, nothing inline, framed by nobody. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none';"
          + " base-uri 'none'";

  private static final int TOASTS_MAX = 1_000;
  private static final int TOAST_LENGTH = 160;

  private final Templates templates = new Templates();
  private final Assets assets;
  private final Navigation navigation;

  /** What is said on arrival, by the visitor's form token. It may get lost: nothing hangs on it. */
  private final Map<String, String> toasts =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > TOASTS_MAX;
        }
      };

  Printer(Assets assets, Navigation navigation) {
    this.assets = assets;
    this.navigation = navigation;
  }

  /** The answer to a visit. */
  Answer print(Page page, Visit visit, Reply reply) {
    return switch (reply) {
      case Reply.View(int status, String template, Object view) ->
          html(status, templates.render(template, shell(page, visit, true), view));
      case Reply.Part(String template, Object view) ->
          html(200, templates.render(template, shell(page, visit, false), view));
      case Reply.SeeOther(String path, String toast) -> seeOther(visit, path, toast);
      case Reply.Refusal(int status, String why) when visit.isPart() -> toast(status, why);
      case Reply.Refusal(int status, String why) ->
          html(
              status,
              templates.render(
                  "error", shell(page, visit, true), new Problem(status, title(status), why)));
      case Reply.Download(String name, String type, Answer.Stream stream) ->
          Answer.streamed(type, stream)
              .with("Content-Disposition", "attachment; filename=\"" + name + "\"");
      case Reply.Events(Answer.Stream stream) ->
          // Proxies such as nginx would hold events back until their buffer is full.
          Answer.streamed("text/event-stream", stream).with("X-Accel-Buffering", "no");
    };
  }

  /** What the page for errors shows. */
  public record Problem(int status, String title, String why) {}

  private static Answer html(int status, String body) {
    return new Answer(status, HTML, body)
        .with("Content-Security-Policy", POLICY)
        // Not no-referrer: with that browsers send forms with an Origin that says nothing.
        .with("Referrer-Policy", "same-origin")
        .with("Cross-Origin-Opener-Policy", "same-origin")
        .with("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
  }

  private Answer seeOther(Visit visit, String path, @Nullable String toast) {
    if (toast != null) {
      synchronized (toasts) {
        toasts.put(
            SessionRule.formToken(visit.token()),
            toast.length() > TOAST_LENGTH ? toast.substring(0, TOAST_LENGTH) : toast);
      }
    }
    // A browser would follow 303 by itself and htmx would put the whole page into the part.
    return visit.isPart()
        ? html(200, "").with("HX-Redirect", path)
        : html(303, "").with("Location", path);
  }

  private static Answer toast(int status, String why) {
    String trigger =
        Json.write(
            JsonNodeFactory.instance
                .objectNode()
                .set("toast", JsonNodeFactory.instance.objectNode().put("text", ascii(why))));
    return html(status, "").with("HX-Trigger", trigger).with("HX-Reswap", "none");
  }

  /** Headers are ASCII. */
  private static String ascii(String text) {
    return text.replaceAll("[^ -~]", "?");
  }

  private Shell shell(Page page, Visit visit, boolean isWhole) {
    Session session = visit.maybeSession().filter(s -> s.stage() == Stage.FULL).orElse(null);
    Person person = session == null ? null : session.person();
    Place place = session == null ? null : session.place();
    String token = SessionRule.formToken(visit.token());
    String said;
    synchronized (toasts) {
      said = isWhole ? toasts.remove(token) : null;
    }
    Page.Spot spot = page.spot();
    Section here = spot == null ? null : spot.section();
    return new Shell(
        person,
        place,
        person == null ? List.of() : navigation.sections(person, place, here),
        person == null ? List.of() : navigation.tabs(person, place, spot),
        token,
        person == null ? "auto" : person.theme().word(),
        visit.times(),
        assets,
        said);
  }

  private static String title(int status) {
    return switch (status) {
      case 403 -> "Not allowed";
      case 404 -> "Not found";
      case 409, 422 -> "This cannot be done";
      case 429 -> "Too many tries";
      case 503 -> "Not available right now";
      default -> status >= 500 ? "Something failed" : "This request cannot be read";
    };
  }
}
