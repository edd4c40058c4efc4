package io.waybill.store;

import io.waybill.account.Routes;
import io.waybill.account.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Finds the message that a carrier's receipt is about (design 9): by id in all its forms, and only
 * if the receipt comes from the message's recipient. What was submitted a moment ago is found in
 * memory, before its commit; all else in the ledger.
 */
public final class OnAir {
  private static final int REMEMBERED_MAX = 100_000;
  private static final int DAYS = 14;

  /** Parts remembered under one id: a carrier that reuses ids is looked up in the ledger. */
  private static final int SAME_ID_MAX = 20;

  private static final int FOUND_MAX = 20_000;

  private static final String FIND =
      """
      SELECT o.id_form, o.carrier_id, o.message_id, o.part, o.recipient_hash, o.national_hash,
        o.carrier, coalesce(l.state, 'OVER')
      FROM on_air o LEFT JOIN live l ON l.id = o.message_id
      WHERE o.id_form = ANY(?) AND o.day BETWEEN ?::date AND ?::date
        AND (o.recipient_hash = ANY(?) OR o.national_hash = ANY(?) OR o.carrier LIKE 'channel:%')
      LIMIT ?
      """;

  private final Database database;
  private final Vault vault;
  private final InstantSource clock;
  private final Map<String, List<Heard>> recent =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Heard>> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  public OnAir(Database database, Vault vault, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.clock = clock;
  }

  /** A part that an id may stand for. */
  public record Candidate(UUID message, int part) {}

  /** What an id may stand for, and what is known of it. */
  private record Heard(String carrierId, Candidate candidate, String recipient) {}

  /** What a receipt asks for. */
  public record Asked(String carrier, String carrierId, String source) {}

  /** The answer to one who asked. */
  public sealed interface Match {
    record One(Candidate candidate) implements Match {}

    record None(String why) implements Match {}
  }

  /** To be called when a submit answer is read, before it is recorded. */
  public void heard(String carrier, String carrierId, UUID message, int part, String recipient) {
    Heard heard = new Heard(carrierId, new Candidate(message, part), recipient);
    String key = carrier + ' ' + CarrierIds.form(carrierId);
    synchronized (recent) {
      List<Heard> same = recent.computeIfAbsent(key, _ -> new ArrayList<>(1));
      if (same.size() == SAME_ID_MAX) {
        same.removeFirst();
      }
      same.add(heard);
    }
  }

  /** Whether memory alone can tell: exactly one recent part with this id and recipient. */
  public Match recent(Asked asked) {
    String source = Recipients.plain(asked.source());
    for (String form : CarrierIds.forms(asked.carrierId())) {
      List<Candidate> fitting =
          heard(asked.carrier(), form).stream()
              .filter(h -> fits(h.recipient(), source))
              .map(Heard::candidate)
              .distinct()
              .toList();
      if (fitting.size() == 1) {
        return new Match.One(fitting.getFirst());
      }
      if (fitting.size() > 1) {
        break;
      }
    }
    return new Match.None("not in memory");
  }

  private List<Heard> heard(String carrier, String form) {
    synchronized (recent) {
      return List.copyOf(recent.getOrDefault(carrier + ' ' + form, List.of()));
    }
  }

  private static boolean fits(String recipient, String source) {
    String digits = Recipients.plain(recipient);
    return digits.equals(source)
        || (source.length() >= 5
            && digits.endsWith(source)
            && Recipients.plain(Recipients.national(digits)).equals(source));
  }

  /** Looks up many at once. */
  public List<Match> find(List<Asked> asked) throws SQLException {
    Map<String, List<Found>> found = new HashMap<>();
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(FIND)) {
      String[] forms =
          asked.stream()
              .flatMap(a -> CarrierIds.forms(a.carrierId()).stream())
              .distinct()
              .toArray(String[]::new);
      s.setArray(1, db.createArrayOf("text", forms));
      LocalDate today = NewRows.day(clock.instant());
      s.setString(2, today.minusDays(DAYS).toString());
      s.setString(3, today.plusDays(1).toString());
      Object[] sources =
          asked.stream().map(a -> vault.numberHash(Recipients.plain(a.source()))).toArray();
      s.setArray(4, db.createArrayOf("int8", sources));
      s.setArray(5, db.createArrayOf("int8", sources));
      s.setInt(6, FOUND_MAX);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          Found f = Found.read(r);
          found.computeIfAbsent(f.carrier() + ' ' + f.form(), _ -> new ArrayList<>()).add(f);
        }
      }
    }
    return asked.stream().map(a -> match(a, found)).toList();
  }

  private record Found(
      String form,
      String carrierId,
      Candidate candidate,
      long recipient,
      long national,
      String carrier,
      boolean open) {

    static Found read(ResultSet r) throws SQLException {
      String state = Row.string(r, 8);
      boolean open = !state.equals("OVER") && !io.waybill.message.State.valueOf(state).isFinal();
      return new Found(
          Row.string(r, 1),
          Row.string(r, 2),
          new Candidate(Row.value(r.getObject(3, UUID.class)), r.getInt(4)),
          r.getLong(5),
          r.getLong(6),
          Row.string(r, 7),
          open);
    }
  }

  private Match match(Asked asked, Map<String, List<Found>> found) {
    long source = vault.numberHash(Recipients.plain(asked.source()));
    // Providers' ids are unique, and not all providers name the recipient.
    boolean isChannel = asked.carrier().startsWith(Routes.CHANNEL_PREFIX);
    List<Found> all = new ArrayList<>();
    for (String form : CarrierIds.forms(asked.carrierId())) {
      List<Found> here = found.getOrDefault(asked.carrier() + ' ' + form, List.of());
      for (Found f : here) {
        if (isChannel
            ? f.carrierId().equals(asked.carrierId())
            : f.recipient() == source || f.national() == source) {
          all.add(f);
        }
      }
    }
    List<Found> exact = all.stream().filter(f -> f.carrierId().equals(asked.carrierId())).toList();
    List<Found> candidates = distinct(exact.isEmpty() ? all : exact);
    if (candidates.size() > 1) {
      candidates = candidates.stream().filter(Found::open).toList();
      if (candidates.size() != 1) {
        return new Match.None("ambiguous: the id stands for several parts to this number");
      }
    }
    if (candidates.isEmpty()) {
      return new Match.None("nothing was submitted under this id to this number");
    }
    return new Match.One(candidates.getFirst().candidate());
  }

  private static List<Found> distinct(List<Found> found) {
    Map<Candidate, Found> one = new LinkedHashMap<>();
    found.forEach(f -> one.put(f.candidate(), f));
    return List.copyOf(one.values());
  }
}
