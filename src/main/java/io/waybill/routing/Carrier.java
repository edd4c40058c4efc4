package io.waybill.routing;

import io.waybill.message.Event.OnUncertain;
import io.waybill.settings.Fields;
import io.waybill.settings.Spec;
import io.waybill.settings.Unusable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Whom we send to, as people set it.
 *
 * @param onUncertain what to do with a part whose outcome is unknown
 * @param notation of its ids
 * @param unknownAfter how long after the end of a message's validity its final receipt is waited
 *     for, 1 hour to 14 days
 * @param answers what to do about a command_status (SMPP 3.4 §5.1.3), where not as usual
 */
public record Carrier(
    String name,
    OnUncertain onUncertain,
    Notation notation,
    Duration unknownAfter,
    Standing standing,
    Dialect dialect,
    Map<Integer, Rule> answers)
    implements Spec {
  /** The one that is there from the start. */
  public static final String DEFAULT = "default";

  /** What carriers and links are named. */
  public static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

  static final String NAME_FORM = "1 to 40 of a-z, 0-9 and dashes";
  private static final int ANSWERS_MAX = 200;
  private static final int HOURS = 24;
  private static final int HOURS_MAX = 14 * 24;

  public Carrier {
    answers = Map.copyOf(answers);
  }

  /** One with nothing unusual about it. */
  public static Carrier usual(String name) {
    return new Carrier(
        name,
        OnUncertain.RESEND,
        Notation.AUTO,
        Duration.ofHours(HOURS),
        Standing.OPEN,
        Dialect.USUAL,
        Map.of());
  }

  /** Reads one, without its name; what is missing is usual. */
  public static Carrier read(String name, Map<?, ?> map) throws Unusable {
    return Fields.read(map, "carrier " + name, f -> read(name, f));
  }

  private static Carrier read(String name, Fields f) {
    if (!NAME.matcher(name).matches()) {
      f.problem("name", "must be " + NAME_FORM + ", not '" + name + "'.");
    }
    return new Carrier(
        name,
        f.word("on_uncertain", OnUncertain.RESEND),
        notation(f),
        Duration.ofHours(f.number("unknown_after_hours", HOURS, 1, HOURS_MAX)),
        f.word("standing", Standing.OPEN),
        f.object("dialect", Dialect::read),
        answers(f));
  }

  private static Notation notation(Fields f) {
    String word = f.text("id_notation", Notation.AUTO.word(), 40);
    for (Notation one : Notation.values()) {
      if (one.word().equals(word)) {
        return one;
      }
    }
    f.problem(
        "id_notation",
        "must be auto, exact, dec, hex, resp-hex-receipt-dec or resp-dec-receipt-hex.");
    return Notation.AUTO;
  }

  private static Map<Integer, Rule> answers(Fields f) {
    Map<Integer, Rule> answers = new TreeMap<>();
    f.words("answers", ANSWERS_MAX)
        .forEach((code, word) -> {
          Long status = Fields.whole(code);
          if (status == null || status < 1 || status > Integer.MAX_VALUE) {
            f.problem("answers", "has '" + code + "': a command_status as 0x58 is needed.");
            return;
          }
          for (Rule rule : Rule.values()) {
            if (Fields.word(rule).equals(word)) {
              answers.put(status.intValue(), rule);
              return;
            }
          }
          f.problem(
              "answers", "has '" + word + "': retry, slow_down, reroute or refuse is needed.");
        });
    return answers;
  }

  /** What to do about a submit_sm_resp with this command_status, other than ESME_ROK. */
  public Rule rule(int commandStatus) {
    Rule own = answers.get(commandStatus);
    return own != null ? own : Rule.usual(commandStatus);
  }

  /** The same carrier with another policy. */
  public Carrier onUncertain(OnUncertain other) {
    return new Carrier(name, other, notation, unknownAfter, standing, dialect, answers);
  }

  /** The same carrier, standing otherwise. */
  public Carrier standing(Standing other) {
    return new Carrier(name, onUncertain, notation, unknownAfter, other, dialect, answers);
  }

  /** Every field but the name, as {@link #read} reads it. */
  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("on_uncertain", Fields.word(onUncertain));
    map.put("id_notation", notation.word());
    map.put("unknown_after_hours", unknownAfter.toHours());
    map.put("standing", Fields.word(standing));
    map.put("dialect", dialect.toMap());
    Map<String, Object> rules = new LinkedHashMap<>();
    new TreeMap<>(answers)
        .forEach((status, rule) -> rules.put(String.format("0x%08X", status), Fields.word(rule)));
    map.put("answers", rules);
    return map;
  }
}
