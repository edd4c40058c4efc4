package io.waybill.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import io.waybill.command.TestServer;
import io.waybill.dashboard.Visitors.Visitor;
import io.waybill.store.AdminStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test in real Chromium. One server and one browser for all of them in a JVM. Every page that a
 * test goes to is looked at once in each theme: nothing in the console, no violation of the content
 * security policy, no serious finding of axe, no horizontal scroll at 320 pixels. What follows a
 * form that was sent cannot be asked for again: {@link #inspect} looks at it where it stands.
 */
@ExtendWith(LastLook.class)
abstract class BrowserTest {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 800;
  private static final int NARROW = 320;
  private static final double PATIENCE_MS = 15_000;
  private static final String AXE = resource("/axe.min.js");
  private static final Set<String> SEEN = new HashSet<>();

  private static final Playwright PLAYWRIGHT =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));

  private static final Browser BROWSER =
      PLAYWRIGHT
          .chromium()
          .launch(
              new BrowserType.LaunchOptions()
                  .setExecutablePath(chromium())
                  .setArgs(
                      List.of("--no-sandbox", "--disable-background-networking", "--disable-gpu")));

  /** The one server of all browser tests in this JVM. */
  protected static final TestServer SERVER = server();

  /** People of that server. */
  protected static final Visitors VISITORS = new Visitors(SERVER);

  private final List<String> problems = new ArrayList<>();
  private final Set<String> visited = new LinkedHashSet<>();
  private BrowserContext context;

  /** The tab of this test. */
  protected Page page;

  private String who = "nobody";

  @BeforeEach
  void openABrowser() {
    context =
        BROWSER.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(WIDTH, HEIGHT)
                .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
    context.setDefaultTimeout(PATIENCE_MS);
    page = context.newPage();
    page.onConsoleMessage(this::heard);
    page.onPageError(error -> problems.add("script: " + error));
    page.onFrameNavigated(this::went);
  }

  @AfterEach
  void lookAtEveryPage() {
    try {
      for (String path : List.copyOf(visited)) {
        if (SEEN.add(who + " " + path)) {
          page.navigate(SERVER.url() + path);
          inspect();
        }
      }
      assertThat(problems).isEmpty();
    } finally {
      context.close();
    }
  }

  private void heard(ConsoleMessage message) {
    // A page that refuses something is itself a resource that answered 4xx.
    boolean isPage =
        message
                .text()
                .startsWith("Failed to load resource: the server responded with a status of 4")
            && !message.location().contains("/assets/");
    if ((message.type().equals("error") || message.type().equals("warning")) && !isPage) {
      problems.add(page.url() + ": " + message.text());
    }
  }

  private void went(Frame frame) {
    if (frame.parentFrame() == null && frame.url().startsWith(SERVER.url())) {
      String path = frame.url().substring(SERVER.url().length());
      if (!path.startsWith("/welcome/")) {
        visited.add(path);
      }
    }
  }

  /** From now on this browser is theirs, as if they had logged in. */
  protected void become(Visitor visitor) {
    who = visitor.email().replaceAll("\\d.*", "");
    context.clearCookies();
    context.addCookies(List.of(new Cookie("waybill", visitor.session()).setUrl(SERVER.url())));
  }

  /** Goes to a page of the dashboard. */
  protected void open(String path) {
    page.navigate(SERVER.url() + path);
  }

  /** The path that the browser is at. */
  protected String path() {
    return URI.create(page.url()).getPath();
  }

  /** Fills a field by its label. */
  protected void fill(String label, String text) {
    // What a field is for stands in its label, too.
    page.getByLabel(java.util.regex.Pattern.compile("^" + label)).first().fill(text);
  }

  /** Presses a button by its words. */
  protected void press(String words) {
    page.getByRole(
            com.microsoft.playwright.options.AriaRole.BUTTON,
            new Page.GetByRoleOptions().setName(words).setExact(true))
        .first()
        .click();
  }

  /** Waits until the page says this. */
  protected void says(String text) {
    page.getByText(text)
        .filter(new com.microsoft.playwright.Locator.FilterOptions().setVisible(true))
        .first()
        .waitFor();
  }

  /** Looks at what is shown now, in both themes and at both widths. */
  protected void inspect() {
    String where = page.url() + " of " + who;
    for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
      page.evaluate(AXE + "; undefined");
      Object found =
          page.evaluate(
              """
              async () => (await axe.run(document, {resultTypes: ['violations']})).violations
                .filter(v => v.impact === 'serious' || v.impact === 'critical')
                .map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 200) + ' '
                  + n.failureSummary).join('; '))
              """);
      if (!((List<?>) found).isEmpty()) {
        problems.add(where + ", " + theme + ": " + found);
      }
    }
    page.setViewportSize(NARROW, HEIGHT);
    int beyond =
        ((Number)
                page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"))
            .intValue();
    if (beyond > 0) {
      problems.add(where + ": " + beyond + " px too wide at " + NARROW);
    }
    page.setViewportSize(WIDTH, HEIGHT);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  private static TestServer server() {
    try {
      Path directory = Files.createTempDirectory(Path.of("target"), "browser").toAbsolutePath();
      TestServer server = TestServer.startForHaste(directory);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    PLAYWRIGHT.close();
                    server.close();
                  },
                  "stop browser and server"));
      return server;
    } catch (IOException | SQLException | AdminStore.Refused failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static Path chromium() {
    for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
      Path program = Path.of("/usr/bin", name);
      if (Files.isExecutable(program)) {
        return program;
      }
    }
    throw new IllegalStateException("Chromium is missing: ./waybill test installs it");
  }

  private static String resource(String name) {
    try (InputStream in = BrowserTest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }
}
