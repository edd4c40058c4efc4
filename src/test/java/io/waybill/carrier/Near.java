package io.waybill.carrier;

import io.waybill.routing.Carrier;
import io.waybill.routing.LinkSpec;
import io.waybill.settings.Unusable;
import io.waybill.smpp.Octets;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.assertj.core.api.Assertions;

/** A link of ours, and everything that it tells. */
final class Near implements LinkListener, AutoCloseable {
  final Link link;
  final List<String> answers = new CopyOnWriteArrayList<>();
  final List<String> late = new CopyOnWriteArrayList<>();
  final List<String> uncertain = new CopyOnWriteArrayList<>();
  final List<String> returned = new CopyOnWriteArrayList<>();
  final List<ShortMessage> delivered = Collections.synchronizedList(new ArrayList<>());
  final List<String> lost = new CopyOnWriteArrayList<>();
  final List<Odd> odd = new CopyOnWriteArrayList<>();
  private final AtomicInteger bound = new AtomicInteger();

  private Near(LinkSettings settings) {
    link = new Link(settings, this, InstantSource.system(), new Random(7));
  }

  /** How often it was bound. */
  int bound() {
    return bound.get();
  }

  /** Not waited for. */
  static Near to(int port, Object... spec) {
    Near near = new Near(settings(port, spec));
    near.link.start();
    return near;
  }

  /** Bound when this returns. */
  static Near boundTo(int port, Object... spec) {
    Near near = to(port, spec);
    until("it is bound", () -> near.link.standing() == Link.Standing.BOUND);
    return near;
  }

  static LinkSettings settings(int port, Object... spec) {
    return settings(Carrier.usual("default"), port, spec);
  }

  /**
   * Settings of a link.
   *
   * @param spec names and values that are not usual
   */
  static LinkSettings settings(Carrier to, int port, Object... spec) {
    Map<String, Object> map = new HashMap<>();
    map.put("host", "127.0.0.1");
    map.put("port", port);
    map.put("system_id", "way");
    for (int i = 0; i < spec.length; i += 2) {
      map.put((String) spec[i], spec[i + 1]);
    }
    try {
      return new LinkSettings(LinkSpec.read("tele", map), "secret", to);
    } catch (Unusable e) {
      throw new AssertionError(e);
    }
  }

  /** A ticket whose part has this number. */
  static Ticket ticket(int part) {
    ShortMessage pdu =
        ShortMessage.builder().dest(1, 1, "37251000000").text(Octets.ofLatin1("t" + part)).build();
    return new Ticket(new UUID(1, part), part, 1, 1, Instant.MAX, "+37251000000", pdu);
  }

  boolean submit(int part) {
    return link.submit(ticket(part));
  }

  static void until(String what, BooleanSupplier condition) {
    until(Duration.ofSeconds(10), what, condition);
  }

  static void until(Duration patience, String what, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        Assertions.fail("waited in vain until " + what);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void bound(Link which) {
    bound.incrementAndGet();
  }

  @Override
  public void lost(Link which, String why) {
    lost.add(why);
  }

  @Override
  public void answered(Link which, Ticket ticket, int status, String carrierId) {
    which.release();
    answers.add(ticket.part() + " " + Status.name(status) + " " + carrierId);
  }

  @Override
  public void answeredLate(Link which, Ticket ticket, int status, String carrierId) {
    late.add(ticket.part() + " " + Status.name(status) + " " + carrierId);
  }

  @Override
  public void uncertain(Link which, Ticket ticket, String why) {
    which.release();
    uncertain.add(ticket.part() + " " + why);
  }

  @Override
  public void returned(Link which, Ticket ticket, String why) {
    returned.add(ticket.part() + " " + why);
  }

  @Override
  public void delivered(Link which, ShortMessage message, IntConsumer answer) {
    delivered.add(message);
    answer.accept(Status.ESME_ROK);
  }

  @Override
  public void odd(Link which, Odd what) {
    odd.add(what);
  }

  @Override
  public void close() {
    link.close();
  }
}
