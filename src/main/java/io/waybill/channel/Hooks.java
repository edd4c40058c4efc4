package io.waybill.channel;

import io.waybill.account.Routes;
import io.waybill.http.Answer;
import io.waybill.http.Body;
import io.waybill.http.Call;
import io.waybill.http.LongBodies;
import io.waybill.http.Route;
import io.waybill.http.Style;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Where providers report to: `/channels/{adapter}`. Everything is verified by the adapter, stored,
/// and only then answered 200.
final class Hooks {
  static final String PATTERN = "/channels/{adapter}";

  /// WhatsApp says that its notices may have 3 MB.
  static final int BODY_MAX = 4 << 20;

  private static final int LONG_AT_ONCE = 4;
  private static final Style STYLE = Style.PROBLEM;

  private final Lines lines;
  private final Statuses statuses;
  private final Measures measures;
  private final InstantSource clock;
  private final LongBodies bodies = new LongBodies(LONG_AT_ONCE, BODY_MAX);

  Hooks(Lines lines, Statuses statuses, Measures measures, InstantSource clock) {
    this.lines = lines;
    this.statuses = statuses;
    this.measures = measures;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", PATTERN, STYLE, this::post), new Route("GET", PATTERN, STYLE, this::get));
  }

  private Answer get(Call call) {
    return line(call)
        .map(line -> answer(line, line.adapter().greet(notice(call, ""))))
        .orElseGet(Hooks::unknown);
  }

  private Answer post(Call call) {
    Optional<Line> line = line(call);
    return line.isEmpty()
        ? unknown()
        : bodies.read(
            call,
            STYLE,
            body ->
                switch (body) {
                  case Body.Refused(var status, var detail) -> STYLE.refuse(status, detail);
                  case Body.Text(var text) ->
                      answer(line.get(), line.get().adapter().hear(notice(call, text)));
                });
  }

  private Answer answer(Line line, Hearing hearing) {
    return switch (hearing) {
      case Hearing.Refused(var status, var why) -> {
        measures.heard(line.row().name(), "refused");
        yield STYLE.refuse(status, why);
      }
      case Hearing.Greeted(var text) -> new Answer(200, "text/plain; charset=utf-8", text);
      case Hearing.Heard(var said, var reply) -> {
        statuses.store(line.row(), said);
        yield Answer.json(200, reply);
      }
    };
  }

  private Optional<Line> line(Call call) {
    return lines.at(Routes.CHANNEL_PREFIX + call.path("adapter"));
  }

  private Notice notice(Call call, String body) {
    return new Notice(
        body, call::header, name -> call.query().all(name).stream().findFirst(), clock.instant());
  }

  private static Answer unknown() {
    return STYLE.refuse(404, "There is no adapter of this name that can work.");
  }
}
