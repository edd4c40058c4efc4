package io.waybill.store;

import io.waybill.account.Routes;
import io.waybill.account.Vault;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Finds the message that a carrier's receipt is about (design 9): by its id in the carrier's
 * notation, and only if the receipt comes from the message's recipient. What was submitted a moment
 * ago is found in memory, before its commit; all else in the ledger. Both try the same forms in the
 * same order, and the first form that anything fits decides.
 */
public final class OnAir {
  private static final int REMEMBERED_MAX = 100_000;

  /** Parts remembered under one id: a carrier that reuses ids is looked up in the ledger. */
  private static final int SAME_ID_MAX = 20;

  private final AirTable table;
  private final Vault vault;
  private final Notations notations;
  private final Map<String, List<Heard>> recent =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Heard>> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  public OnAir(Database database, Vault vault, Notations notations, InstantSource clock) {
    this.table = new AirTable(database, clock);
    this.vault = vault;
    this.notations = notations;
  }

  /** A part that an id may stand for. */
  public record Candidate(UUID message, int part) {}

  /** What an id may stand for, and what is known of it. */
  private record Heard(String carrierId, Candidate candidate, String recipient) {}

  /** What a receipt asks for. */
  public record Asked(String carrier, String carrierId, String source) {

    boolean isChannel() {
      return carrier.startsWith(Routes.CHANNEL_PREFIX);
    }
  }

  /** The answer to one who asked. */
  public sealed interface Match {
    record One(Candidate candidate) implements Match {}

    record None(Unmatched why) implements Match {}
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

  /**
   * Whether memory alone can tell: exactly one recent part with this id and recipient. Where the
   * notation is known, other readings of the id are left to the ledger.
   */
  public Match recent(Asked asked) {
    List<Heard> fitting = fitting(asked);
    if (fitting.stream().map(Heard::candidate).distinct().count() != 1) {
      return new Match.None(Unmatched.NO_MATCH);
    }
    Heard one = fitting.getFirst();
    notations.matched(asked.carrier(), one.carrierId(), asked.carrierId());
    return new Match.One(one.candidate());
  }

  private List<Heard> fitting(Asked asked) {
    Notations.Order order = notations.of(asked.carrier());
    String source = Recipients.plain(asked.source());
    String first = CarrierIds.likeliest(asked.carrierId(), order.first());
    List<Heard> fitting = fitting(asked.carrier(), first, source);
    if (fitting.isEmpty() && order.first() == order.all()) {
      for (String form : CarrierIds.forms(asked.carrierId(), order.all())) {
        if (fitting.isEmpty() && !form.equals(first)) {
          fitting = fitting(asked.carrier(), form, source);
        }
      }
    }
    return fitting;
  }

  private List<Heard> fitting(String carrier, String form, String source) {
    List<Heard> same;
    synchronized (recent) {
      same = List.copyOf(recent.getOrDefault(carrier + ' ' + form, List.of()));
    }
    return same.isEmpty() ? same : same.stream().filter(h -> fits(h.recipient(), source)).toList();
  }

  private static boolean fits(String recipient, String source) {
    String digits = Recipients.plain(recipient);
    return digits.equals(source)
        || (source.length() >= Recipients.NATIONAL_MIN
            && digits.endsWith(source)
            && Recipients.plain(Recipients.national(digits)).equals(source));
  }

  /** One that is being looked up. */
  private static final class Search {
    final Asked asked;
    final Notations.Order order;
    final long source;
    final boolean mayBeNational;
    List<AirTable.Found> candidates = List.of();

    Search(Asked asked, Notations.Order order, String source, long hash) {
      this.asked = asked;
      this.order = order;
      this.source = hash;
      this.mayBeNational = source.length() >= Recipients.NATIONAL_MIN;
    }

    String first() {
      return CarrierIds.likeliest(asked.carrierId(), order.first());
    }

    /** What else is tried if the first form finds nothing. */
    List<String> rest() {
      if (asked.isChannel()) {
        return List.of();
      }
      List<String> rest = new ArrayList<>(CarrierIds.forms(asked.carrierId(), order.all()));
      rest.remove(first());
      return rest;
    }

    /** Providers' ids are unique, and not all providers name the recipient. */
    boolean fits(AirTable.Found f) {
      return asked.isChannel()
          ? f.carrierId().equals(asked.carrierId())
          : f.recipient() == source || (mayBeNational && f.national() == source);
    }

    void take(List<String> forms, AirTable.Finding found) {
      for (String form : forms) {
        if (candidates.isEmpty()) {
          candidates = found.under(asked.carrier(), form).stream().filter(this::fits).toList();
        }
      }
    }
  }

  /** Looks up many at once, at most some hundreds. */
  public List<Match> find(List<Asked> asked) throws SQLException {
    List<Search> searches = searched(asked);
    Set<UUID> notFinal = openOnes(searches);
    return searches.stream().map(s -> match(s, notFinal)).toList();
  }

  /** Of how many of these anything is known at all; nothing is learned from it. */
  public int known(List<Asked> asked) throws SQLException {
    List<Asked> others = asked.stream().filter(a -> fitting(a).isEmpty()).toList();
    long found = searched(others).stream().filter(s -> !s.candidates.isEmpty()).count();
    return asked.size() - others.size() + Math.toIntExact(found);
  }

  private List<Search> searched(List<Asked> asked) throws SQLException {
    List<Search> searches = new ArrayList<>(asked.size());
    for (Asked a : asked) {
      String source = Recipients.plain(a.source());
      searches.add(new Search(a, notations.of(a.carrier()), source, vault.numberHash(source)));
    }
    List<Search> open = searches.stream().filter(s -> impossible(s.asked) == null).toList();
    look(open, s -> List.of(s.first()));
    look(open.stream().filter(s -> s.candidates.isEmpty()).toList(), Search::rest);
    return searches;
  }

  /** Which forms of an id are looked for next. */
  private interface Forms {
    List<String> of(Search search);
  }

  private void look(List<Search> searches, Forms forms) throws SQLException {
    Set<AirTable.Sought> sought = new HashSet<>();
    for (Search s : searches) {
      forms.of(s).forEach(form -> sought.add(new AirTable.Sought(form, s.source)));
    }
    if (sought.isEmpty()) {
      return;
    }
    AirTable.Finding found = table.find(sought);
    if (!found.isWhole() && searches.size() > 1) {
      int half = searches.size() / 2;
      look(searches.subList(0, half), forms);
      look(searches.subList(half, searches.size()), forms);
      return;
    }
    searches.forEach(s -> s.take(forms.of(s), found));
  }

  /** Of the messages between which an id does not decide, those that are not final. */
  private Set<UUID> openOnes(List<Search> searches) throws SQLException {
    Set<UUID> rivals = new HashSet<>();
    for (Search s : searches) {
      List<AirTable.Found> best = best(s);
      if (best.size() > 1) {
        best.forEach(f -> rivals.add(f.candidate().message()));
      }
    }
    return rivals.isEmpty() ? Set.of() : table.notFinal(rivals);
  }

  private static @org.jspecify.annotations.Nullable Unmatched impossible(Asked asked) {
    if (CarrierIds.form(asked.carrierId()).isEmpty()) {
      return Unmatched.NO_ID;
    }
    boolean nameless = !asked.isChannel() && Recipients.plain(asked.source()).isEmpty();
    return nameless ? Unmatched.NO_NUMBER : null;
  }

  private Match match(Search s, Set<UUID> notFinal) {
    Unmatched never = impossible(s.asked);
    if (never != null) {
      return new Match.None(never);
    }
    List<AirTable.Found> candidates = best(s);
    if (candidates.size() > 1) {
      candidates =
          candidates.stream().filter(f -> notFinal.contains(f.candidate().message())).toList();
      if (candidates.size() != 1) {
        return new Match.None(Unmatched.AMBIGUOUS);
      }
    }
    if (candidates.isEmpty()) {
      return new Match.None(Unmatched.NO_MATCH);
    }
    AirTable.Found one = candidates.getFirst();
    if (!s.asked.isChannel()) {
      notations.matched(s.asked.carrier(), one.carrierId(), s.asked.carrierId());
    }
    return new Match.One(one.candidate());
  }

  /** Written exactly as the receipt has it, if there is any of those. */
  private static List<AirTable.Found> best(Search s) {
    List<AirTable.Found> exact =
        s.candidates.stream().filter(f -> f.carrierId().equals(s.asked.carrierId())).toList();
    Map<Candidate, AirTable.Found> distinct = new LinkedHashMap<>();
    (exact.isEmpty() ? s.candidates : exact).forEach(f -> distinct.put(f.candidate(), f));
    return List.copyOf(distinct.values());
  }
}
