package io.waybill.accept;

import io.waybill.http.Answer;
import io.waybill.http.Call;
import io.waybill.http.Route;
import io.waybill.http.Style;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// `/docs`: the OpenAPI document as pages on which requests can be tried, by Swagger UI. Nothing is
/// fetched from another server.
final class DocsPages {
  private static final String JAR = "/META-INF/resources/webjars/swagger-ui/";
  private static final String VERSION = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  /// Scripts from here only; Swagger UI sets styles on elements and has its pictures inline.
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Waybill API</title>
      <link rel="icon" href="data:,">
      <link rel="stylesheet" href="/docs/swagger-ui.css">
      </head>
      <body>
      <main id="api"></main>
      <noscript>These pages need JavaScript; <a href="/openapi.yaml">the document itself</a> does
      not.</noscript>
      <script src="/docs/swagger-ui-bundle.js"></script>
      <script src="/docs/start.js"></script>
      </body>
      </html>
      """;

  private static final String START =
      """
      SwaggerUIBundle({
        url: "/openapi.json",
        dom_id: "#api",
        deepLinking: true,
        docExpansion: "list",
        defaultModelsExpandDepth: 0,
        validatorUrl: null,
        presets: [SwaggerUIBundle.presets.apis]
      });
      """;

  private final Map<String, Answer> files;

  DocsPages() {
    String version = version();
    files =
        Map.of(
            "swagger-ui.css",
                new Answer(200, CSS, Resources.text(JAR + version + "/swagger-ui.css")),
            "swagger-ui-bundle.js",
                new Answer(200, SCRIPT, Resources.text(JAR + version + "/swagger-ui-bundle.js")),
            "start.js", new Answer(200, SCRIPT, START));
  }

  List<Route> routes() {
    return List.of(
        Route.open("GET", "/docs", Style.PROBLEM, call -> page()),
        Route.open("GET", "/docs/{file}", Style.PROBLEM, this::file));
  }

  private static Answer page() {
    return new Answer(200, HTML, PAGE).with("Content-Security-Policy", POLICY);
  }

  private Answer file(Call call) {
    Answer file = files.get(call.path("file"));
    return file == null
        ? Style.PROBLEM.refuse(404, "There is nothing at this path.")
        : file.with("Cache-Control", "public, max-age=3600");
  }

  private static String version() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Resources.text(VERSION)));
    } catch (IOException impossible) {
      throw new UncheckedIOException("a string could not be read", impossible);
    }
    return properties.getProperty("version");
  }
}
