package io.waybill.classic;

import io.waybill.accept.Accept;
import io.waybill.account.ApiKey;
import io.waybill.account.Scope;
import io.waybill.http.Admission;
import io.waybill.http.Answer;
import io.waybill.http.Call;
import io.waybill.http.Form;
import io.waybill.http.Gate;
import io.waybill.http.Route;
import io.waybill.http.Style;
import io.waybill.ops.Config;
import io.waybill.price.Prices;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The routes of the classic API: each at the root and under `/v1`, by GET and POST (contract,
/// traps 9 and 10). Who asks is known from the parameters `username` and `password`.
public final class Classic {
  private final Gate gate;
  private final SendSms sending;
  private final Tracking tracking;
  private final Tariff tariff;

  public Classic(Config config, Gate gate, Accept accept, Prices prices, InstantSource clock) {
    this.gate = gate;
    sending = new SendSms(accept.intake(), new SmsReader(config.messages()), prices, clock);
    tracking = new Tracking(accept.lookup());
    tariff = new Tariff(prices);
  }

  /// What is done for somebody who was let in.
  @FunctionalInterface
  private interface Action {
    Answer on(Parameters parameters, ApiKey key);
  }

  /// For {@link io.waybill.http.HttpServer}.
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    add(routes, "send_sms", Scope.SEND, sending::send);
    add(routes, "cancel_sms", Scope.SEND, tracking::cancel);
    add(routes, "get_dlr_response", Scope.READ, tracking::report);
    add(routes, "get_balance", Scope.READ, tariff::balance);
    add(routes, "prices", Scope.READ, tariff::prices);
    add(routes, "pricelist", Scope.READ, tariff::list);
    return routes;
  }

  private void add(List<Route> routes, String name, Scope needed, Action action) {
    for (String path : List.of("/" + name, "/v1/" + name)) {
      for (String method : List.of("GET", "POST")) {
        routes.add(new Route(method, path, Style.CLASSIC, call -> answer(call, needed, action)));
      }
    }
  }

  private Answer answer(Call call, Scope needed, Action action) {
    return switch (call.form()) {
      case Form.Read.Bad(var status, var detail) ->
          // It shows no key that could be read, so it counts as one that shows none.
          gate.withoutKey(call) instanceof Admission.TooMany tooMany
              ? tooMany.refusal(Style.CLASSIC)
              : Style.CLASSIC.refuse(status, detail);
      case Form.Read.Good(var form) -> answer(call, new Parameters(form), needed, action);
    };
  }

  private Answer answer(Call call, Parameters parameters, Scope needed, Action action) {
    String username = parameters.text("username");
    String password = parameters.text("password");
    Admission admission =
        username == null || password == null
            ? gate.withoutKey(call)
            : gate.admit(call, username, password, needed);
    return switch (admission) {
      case Admission.Admitted(var key) -> action.on(parameters, key);
      case Admission.NoKey() ->
          // Without the challenge of HTTP Basic, or browsers would ask people for a password.
          parameters
              .fault()
              .orElse(
                  new Refusal(
                      Refusal.CREDENTIALS,
                      "username and password must be those of an enabled API key."))
              .answer();
      default -> admission.refusal(Style.CLASSIC);
    };
  }
}
