package io.waybill.dashboard;

import io.prometheus.metrics.core.metrics.Counter;
import io.waybill.account.Passwords;
import io.waybill.account.SessionRule;
import io.waybill.account.SessionRule.Stage;
import io.waybill.http.Answer;
import io.waybill.http.Call;
import io.waybill.http.Route;
import io.waybill.ops.Metrics;
import io.waybill.ops.Unavailable;
import io.waybill.settings.Unusable;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.Sessions;
import io.waybill.store.Sessions.Session;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before every page: who asks, whether the page's need is met, whether a change comes from a
 * form of ours. What a handler throws ends here.
 */
final class PageGate {
  private static final Logger LOG = LoggerFactory.getLogger(PageGate.class);
  private static final int TOKEN_MAX = 100;
  private static final int UPLOADS_AT_ONCE = 3;
  private static final long UPLOAD_WAIT_MS = 5_000;

  private final Sessions sessions;
  private final InstantSource clock;
  private final @Nullable String url;
  private final Printer printer;
  private final Counter refused;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore uploads = new Semaphore(UPLOADS_AT_ONCE);

  PageGate(
      Sessions sessions,
      InstantSource clock,
      @Nullable String url,
      Printer printer,
      Metrics metrics) {
    this.sessions = sessions;
    this.clock = clock;
    this.url = url;
    this.printer = printer;
    refused =
        metrics.counter(
            "waybill_dashboard_refused_total", "Requests for pages that were not let in.", "why");
  }

  /** As the server serves it. */
  Route route(Page page) {
    return Route.page(page.method(), page.pattern(), call -> answer(page, call));
  }

  /** For paths that are nowhere. */
  Route elsewhere() {
    Page nowhere = Page.get("", Need.NOTHING, visit -> Reply.notFound());
    return Route.elsewhere(call -> answer(nowhere, call));
  }

  private Answer answer(Page page, Call call) {
    Optional<String> shown =
        Cookies.read(call, Cookies.SESSION).filter(token -> token.length() <= TOKEN_MAX);
    Session session = null;
    String problem = null;
    try {
      session = shown.isPresent() ? sessions.find(shown.get()).orElse(null) : null;
    } catch (SQLException away) {
      problem = away.getMessage();
    }
    Visit visit =
        new Visit(
            call,
            clock.instant(),
            base(call),
            session,
            shown.orElseGet(() -> Passwords.fresh(random)));
    if (shown.isEmpty()) {
      visit.becomes(visit.token(), SessionRule.LONGEST);
    }
    if (page.isUpload()) {
      return upload(page, visit, problem, shown.isPresent());
    }
    Reply reply =
        problem != null ? unavailable(page, problem) : decide(page, visit, shown.isPresent());
    return printer.print(page, visit, reply).withCookies(visit.cookies());
  }

  /** Few long forms are in memory at a time, and none of somebody who may not send one. */
  private Answer upload(Page page, Visit visit, @Nullable String problem, boolean hadCookie) {
    AtomicBoolean isIn = new AtomicBoolean();
    try {
      Reply no =
          problem != null ? unavailable(page, problem) : hadCookie ? need(page, visit) : null;
      if (no == null && hadCookie) {
        visit.lets(page.formMax(), () -> enter(isIn));
      }
      Reply reply = no != null ? no : decide(page, visit, hadCookie);
      return printer.print(page, visit, reply).withCookies(visit.cookies());
    } finally {
      if (isIn.get()) {
        uploads.release();
      }
    }
  }

  private boolean enter(AtomicBoolean isIn) {
    try {
      isIn.set(uploads.tryAcquire(UPLOAD_WAIT_MS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    return isIn.get();
  }

  private Reply decide(Page page, Visit visit, boolean hadCookie) {
    try {
      if (page.method().equals("POST") && !isOurForm(visit, hadCookie)) {
        return refuse(
            "form",
            403,
            "This form did not come from this page, or is too old. Go back, reload the page and try"
                + " again.");
      }
      Reply no = need(page, visit);
      return no != null ? no : page.handler().visit(visit);
    } catch (Refused why) {
      return new Reply.Refusal(409, String.valueOf(why.getMessage()));
    } catch (Unusable why) {
      return new Reply.Refusal(422, String.join(" ", why.problems()));
    } catch (Visit.Unreadable why) {
      return new Reply.Refusal(why.status(), String.valueOf(why.getMessage()));
    } catch (SQLException | Unavailable away) {
      return unavailable(page, String.valueOf(away.getMessage()));
    } catch (IOException | RuntimeException unexpected) {
      String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
      LOG.error("failure {} at {} {}", id, page.method(), page.pattern(), unexpected);
      return new Reply.Refusal(
          500, "Something failed here. Tell the operator of the platform this id: " + id);
    }
  }

  private static Reply unavailable(Page page, String why) {
    LOG.warn("{} {}: {}", page.method(), page.pattern(), why);
    return new Reply.Refusal(503, "The database does not answer. Try again in a moment.");
  }

  /** Null if the page's need is met. */
  private @Nullable Reply need(Page page, Visit visit) {
    Stage wanted = page.need().stage().orElse(null);
    if (wanted == null) {
      return null;
    }
    Session session = visit.maybeSession().orElse(null);
    if (session == null || session.stage() != wanted) {
      refused.labelValues("not_logged_in").inc();
      return Reply.to(
          session == null || session.stage() == Stage.FULL
              ? "/login" + next(page, visit)
              : LogInPages.way(session.stage()));
    }
    if (!page.need().isMetBy(session.person().role())) {
      return refuse(
          "role",
          403,
          "Your role (%s) does not open this page. An owner of the account can change that."
              .formatted(session.person().role().word()));
    }
    return page.need().isInAccount() && session.place() == null ? Reply.to("/accounts") : null;
  }

  /** Comes back here after the log-in, if somebody only wanted to look. */
  private static String next(Page page, Visit visit) {
    String path = visit.call().pathAndQuery();
    boolean returns = page.method().equals("GET") && !visit.isPart() && !path.equals("/");
    return returns ? "?next=" + URLEncoder.encode(path, StandardCharsets.UTF_8) : "";
  }

  private Reply refuse(String why, int status, String sentence) {
    refused.labelValues(why).inc();
    return new Reply.Refusal(status, sentence);
  }

  /** From one of our own pages, and with the token that only those have. */
  private boolean isOurForm(Visit visit, boolean hadCookie) {
    Call call = visit.call();
    String site = call.header("Sec-Fetch-Site").orElse("same-origin");
    String origin = call.header("Origin").orElse(null);
    boolean isHere =
        site.equals("same-origin")
            && (origin == null || origin.equals(url) || origin.equals(asked(call)));
    if (!isHere || !hadCookie) {
      return false;
    }
    String expected = SessionRule.formToken(visit.token());
    String sent = call.header("X-Form-Token").orElseGet(() -> visit.field("form_token"));
    return Passwords.same(expected, sent);
  }

  private String base(Call call) {
    return url != null ? url : asked(call);
  }

  /** The address that a request was for, as its client wrote it. */
  private static String asked(Call call) {
    return (call.isSecure() ? "https://" : "http://") + call.header("Host").orElse("localhost");
  }
}
