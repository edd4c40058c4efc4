package io.waybill.dashboard;

import io.waybill.account.Passwords;
import io.waybill.http.Answer;
import io.waybill.http.Call;
import io.waybill.http.Route;
import io.waybill.http.Style;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Style sheets and scripts: our own and those of two libraries. The path of each has a hash of its
 * content in it, so browsers keep it for ever and still see every change at once.
 */
public final class Assets {
  private static final String OWN = "/io/waybill/dashboard/";
  private static final String[] SHEETS = {
    "tokens.css",
    "base.css",
    "layout.css",
    "components.css",
    "data.css",
    "pages.css",
    "operate.css",
    "messages.css",
    "timeline.css",
    "overview.css",
    "settings.css",
    "send.css",
    "reports.css",
  };
  private static final String[] SCRIPTS = {"app.js", "live.js", "messages.js", "overview.js"};
  private static final int VERSION_LENGTH = 12;
  private static final String CSS = "text/css; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String SVG = "image/svg+xml";

  private record File(String version, Answer answer) {}

  private final Map<String, File> files = new LinkedHashMap<>();

  /** Reads everything from the class path. */
  public Assets() {
    StringBuilder css = new StringBuilder();
    for (String sheet : SHEETS) {
      css.append(text(OWN + sheet)).append('\n');
    }
    add("waybill.css", CSS, css.toString());
    for (String script : SCRIPTS) {
      add(script, SCRIPT, text(OWN + script));
    }
    add("waybill.svg", SVG, text(OWN + "waybill.svg"));
    add("htmx.js", SCRIPT, library("htmx.org", "dist/htmx.min.js"));
    add(
        "chart.js",
        SCRIPT,
        library("chart.js", "dist/chart.umd.min.js").replaceFirst("//# sourceMappingURL=\\S+", ""));
  }

  private void add(String name, String type, String text) {
    String version = HexFormat.of().formatHex(Passwords.sha256(text)).substring(0, VERSION_LENGTH);
    Answer answer =
        new Answer(200, type, text).with("Cache-Control", "public, max-age=31536000, immutable");
    files.put(name, new File(version, answer));
  }

  /**
   * Where a file is served.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public String path(String name) {
    File file = files.get(name);
    if (file == null) {
      throw new IllegalArgumentException("no file is named " + name);
    }
    return "/assets/" + file.version + "/" + name;
  }

  Route route() {
    return Route.page("GET", "/assets/{version}/{file}", this::serve);
  }

  private Answer serve(Call call) {
    File file = files.get(call.path("file"));
    return file == null || !file.version.equals(call.path("version"))
        ? Style.PROBLEM.refuse(404, "There is nothing at this path.")
        : file.answer;
  }

  /** A file of a WebJar. */
  private static String library(String name, String file) {
    Properties properties = new Properties();
    try {
      properties.load(
          new StringReader(text("/META-INF/maven/org.webjars.npm/" + name + "/pom.properties")));
    } catch (IOException impossible) {
      throw new UncheckedIOException("a string could not be read", impossible);
    }
    String version = properties.getProperty("version");
    return text("/META-INF/resources/webjars/" + name + "/" + version + "/" + file);
  }

  private static String text(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(resource + " cannot be read", unreadable);
    }
  }
}
