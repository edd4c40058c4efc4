package io.waybill.simulator;

import io.waybill.settings.Fields;
import io.waybill.smpp.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/// Which submits are refused, by chance: `refusals` of a personality.
///
/// @param percents by command_status
record Refusals(Map<Integer, Double> percents) {
  static Refusals read(Fields f) {
    Map<Integer, Double> percents = new LinkedHashMap<>();
    Reading.shares(f, "refusals")
        .forEach((name, percent) -> {
          OptionalInt status = Reading.status(name);
          if (status.isPresent()) {
            percents.put(status.getAsInt(), percent);
          } else {
            f.problem(
                "refusals",
                "has '" + name + "': a command_status as ESME_RTHROTTLED or 0x58 is needed.");
          }
        });
    return new Refusals(percents);
  }

  /// The status to refuse with; ESME_ROK for none.
  ///
  /// @param roll from 0 to 1
  int choose(double roll) {
    double left = roll * 100;
    for (Map.Entry<Integer, Double> one : percents.entrySet()) {
      left -= one.getValue();
      if (left < 0) {
        return one.getKey();
      }
    }
    return Status.ESME_ROK;
  }
}
