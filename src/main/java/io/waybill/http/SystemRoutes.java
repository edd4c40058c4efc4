package io.waybill.http;

import io.waybill.ops.Health;
import io.waybill.ops.Health.Check;
import io.waybill.ops.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the machinery around this process asks, without a key: health and metrics.
final class SystemRoutes {
  private SystemRoutes() {}

  static List<Route> of(Health health, Metrics metrics) {
    return List.of(
        Route.open("GET", "/health/live", Style.PROBLEM, call -> live()),
        Route.open("GET", "/health/ready", Style.PROBLEM, call -> ready(health.report())),
        Route.open(
            "GET",
            "/metrics",
            Style.PROBLEM,
            call ->
                new Answer(
                    200,
                    metrics.contentType(),
                    new String(metrics.scrape(), StandardCharsets.UTF_8))));
  }

  private static Answer live() {
    return Answer.json(200, JsonNodeFactory.instance.objectNode().put("status", "up"));
  }

  private static Answer ready(Health.Report report) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("status", report.up() ? "up" : "down");
    ObjectNode checks = body.putObject("checks");
    report
        .checks()
        .forEach((name, check) -> {
          ObjectNode one = checks.putObject(name);
          switch (check) {
            case Check.Up() -> one.put("status", "up");
            case Check.Down(var why) -> one.put("status", "down").put("why", why);
          }
        });
    return Answer.json(report.up() ? 200 : 503, body);
  }
}
