package io.waybill.simulator;

import io.waybill.settings.Fields;
import io.waybill.settings.Unusable;
import java.util.Map;

/// How one operator behaves, all of it: what people set, checked. See docs/simulator.md.
///
/// @param about one sentence
/// @param seed of all chance: the same submits in the same order meet the same behaviour
record Personality(
    String about,
    int seed,
    Fates outcomes,
    Refusals refusals,
    Answering answers,
    Pace rate,
    Reporting receipts,
    IdStyle ids,
    ReceiptStyle format,
    LineManners connection,
    Garbage garbage) {
  /// One that does nothing unusual.
  static final Personality USUAL = usual();

  private static Personality usual() {
    try {
      return Fields.read(Map.of(), "the usual personality", Personality::read);
    } catch (Unusable e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads one; what is not named is usual.
  static Personality read(Fields f) {
    return new Personality(
        f.text("about", "", 300),
        f.number("seed", 1, 0, Integer.MAX_VALUE),
        f.object("outcomes", Fates::read),
        Refusals.read(f),
        f.object("answers", Answering::read),
        f.object("rate", Pace::read),
        f.object("receipts", Reporting::read),
        f.object("ids", IdStyle::read),
        f.object("format", ReceiptStyle::read),
        f.object("connection", LineManners::read),
        f.object("garbage", Garbage::read));
  }
}
