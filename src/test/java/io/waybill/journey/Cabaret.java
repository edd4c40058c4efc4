package io.waybill.journey;

import io.waybill.routing.Carrier;
import io.waybill.routing.LinkSpec;
import io.waybill.routing.Route;
import io.waybill.settings.Unusable;
import io.waybill.simulator.Cast;
import io.waybill.simulator.Options;
import io.waybill.simulator.Plan;
import io.waybill.simulator.Receipt;
import io.waybill.simulator.Simulator;
import io.waybill.simulator.Submit;
import io.waybill.smpp.Status;
import io.waybill.store.ConfigStore.LinkRow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Many operators in one simulator, each with a personality, a carrier, a link and a prefix of its
/// own; remembers what each meant to do with each message.
final class Cabaret implements AutoCloseable {
  private final Simulator simulator;
  private final Map<String, List<Plan>> plans = new ConcurrentHashMap<>();
  private final List<String> acts;

  /// @param yaml personalities by system_id
  Cabaret(String yaml, List<String> acts) {
    this.acts = acts;
    try {
      simulator =
          Simulator.start(
              Options.defaults()
                  .withFirstId(3_000_000_017L)
                  .withCast(Cast.read(yaml, "the cabaret"))
                  .withBehaviour(this::plan));
    } catch (IOException | Unusable e) {
      throw new AssertionError(e);
    }
  }

  private Plan plan(Submit submit) {
    Plan plan = simulator.ofCast().plan(submit);
    plans
        .computeIfAbsent("+" + submit.message().dest(), _ -> new CopyOnWriteArrayList<>())
        .add(plan);
    return plan;
  }

  Simulator simulator() {
    return simulator;
  }

  /// Sets up a carrier, a link and a route for each.
  void engage(Site site) {
    site.admin(admin -> {
      for (String act : acts) {
        admin.putCarrier(Carrier.usual(act));
        try {
          admin.putLink(new LinkRow(LinkSpec.read("link-" + act, link(act)), "secret"));
          admin.putRoute(
              Route.read("to-" + act, Map.of("prefix", prefix(act).substring(1), "carrier", act)));
        } catch (Unusable e) {
          throw new AssertionError(e);
        }
      }
    });
  }

  private Map<String, Object> link(String act) {
    return Map.of(
        "carrier",
        act,
        "host",
        "127.0.0.1",
        "port",
        simulator.port(),
        "system_id",
        act,
        "window",
        10,
        "answer_seconds",
        2,
        "enquire_link_seconds",
        1);
  }

  /// What the numbers of an act begin with.
  String prefix(String act) {
    return "+3725" + (10 + acts.indexOf(act));
  }

  /// The n-th number of an act; its last digits are none that force an outcome.
  String number(String act, int n) {
    return prefix(act) + "234" + (20 + n);
  }

  /// What was meant to be done with all that came for this number.
  List<Plan> plans(String number) {
    return plans.getOrDefault(number, List.of());
  }

  /// The words of all receipts that were to be sent about this number.
  List<String> stats(String number) {
    return plans(number).stream()
        .filter(p -> p.status() == Status.ESME_ROK)
        .flatMap(p -> p.receipts().stream())
        .map(Receipt::stat)
        .toList();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
