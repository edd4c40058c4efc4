package io.waybill.accept;

import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.account.Routes;
import io.waybill.account.Scope;
import io.waybill.http.Answer;
import io.waybill.http.BasicAuth;
import io.waybill.http.Call;
import io.waybill.http.Gate;
import io.waybill.http.Route;
import io.waybill.http.Style;
import io.waybill.ops.Config;
import io.waybill.ops.Metrics;
import io.waybill.price.Prices;
import io.waybill.store.IdSource;
import io.waybill.store.Ledger;
import io.waybill.store.MessageReader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The routes of this step: sending, asking about what was sent, cancelling, and the document that
/// describes them.
public final class Accept {
  private final Intake intake;
  private final Send send;
  private final Bulk bulk;
  private final ProductSend product;
  private final Preview preview;
  private final ByHand byHand;
  private final Lookup lookup;
  private final MessageReader reader;
  private final InstantSource clock;
  private final BasicAuth auth;
  private final OpenApi openApi;

  public Accept(
      Config config,
      Gate gate,
      KeyRing ring,
      Routes routes,
      Backlog backlog,
      Prices prices,
      Ledger ledger,
      MessageReader reader,
      IdSource ids,
      InstantSource clock,
      Metrics metrics) {
    this.reader = reader;
    this.clock = clock;
    auth = new BasicAuth(gate);
    lookup = new Lookup(reader, ledger, clock);
    openApi = new OpenApi();
    intake =
        new Intake(
            ring,
            ledger,
            new Flights(reader),
            ids,
            clock,
            new SendReader(config.messages(), routes),
            new NewMessages(config.messages().unknownAfter(), prices, routes),
            backlog,
            metrics.counter(
                "waybill_accept_total", "Messages to send, by what became of them.", "outcome"),
            Style.CONTRACT);
    product = new ProductSend(intake.in(Style.PROBLEM));
    preview = new Preview(config.messages(), ring, prices);
    byHand = new ByHand(intake, ring, prices, config.messages().partsMax());
    send = new Send(intake);
    bulk = new Bulk(intake);
  }

  /// For {@link io.waybill.http.HttpServer}.
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>(new DocsPages().routes());
    routes.addAll(
        List.of(
            keyed("POST", Send.PATTERN, Style.CONTRACT, Scope.SEND, send::handle),
            keyed("POST", Bulk.PATTERN, Style.CONTRACT, Scope.SEND, bulk::handle),
            keyed("GET", "/v1/omnimessage/{id}/status", Style.CONTRACT, Scope.READ, lookup::report),
            keyed("DELETE", "/v1/omnimessage/{id}", Style.CONTRACT, Scope.SEND, lookup::cancel),
            keyed("POST", ProductSend.PATTERN, Style.PROBLEM, Scope.SEND, product::handle),
            keyed("POST", "/api/v1/preview", Style.PROBLEM, Scope.SEND, preview::handle),
            keyed("GET", "/api/v1/messages", Style.PROBLEM, Scope.READ, this::list),
            keyed("GET", "/api/v1/messages/{id}", Style.PROBLEM, Scope.READ, lookup::whole),
            Route.open("GET", "/openapi.yaml", Style.PROBLEM, call -> openApi.yaml()),
            Route.open("GET", "/openapi.json", Style.PROBLEM, call -> openApi.json())));
    return routes;
  }

  /// For other APIs: where what they want sent goes in.
  public Intake intake() {
    return intake;
  }

  /// For pages: where what people send by hand goes in.
  public ByHand byHand() {
    return byHand;
  }

  /// For other APIs: asking about messages, and cancelling.
  public Lookup lookup() {
    return lookup;
  }

  private Route keyed(
      String method, String pattern, Style style, Scope needed, Route.KeyedHandler handler) {
    return Route.keyed(method, pattern, style, auth, needed, handler);
  }

  private Answer list(Call call, ApiKey key) {
    return switch (ListQuery.read(call.query(), key.accountId(), clock.instant())) {
      case ListQuery.Read.Bad(var faults) -> Style.PROBLEM.refuse(400, faults);
      case ListQuery.Read.Good(var query) -> {
        MessageReader.Page page;
        try {
          page = reader.list(query);
        } catch (MessageReader.TooMuch tooMuch) {
          yield Style.PROBLEM.refuse(
              400,
              "Looking takes too long just now: narrow from and until, leave out a filter, or ask"
                  + " again in a moment.");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode messages = body.putArray("messages");
        page.found().forEach(found -> messages.add(MessageJson.line(found)));
        UUID next = page.next();
        body.put("next_cursor", next == null ? null : ListQuery.cursor(next));
        yield Answer.json(200, body);
      }
    };
  }
}
