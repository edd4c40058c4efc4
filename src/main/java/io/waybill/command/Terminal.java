package io.waybill.command;

import io.waybill.store.AdminStore.Line;
import java.util.List;

/** The person who called the program. */
final class Terminal {
  private Terminal() {}

  static void say(String line) {
    System.out.println(line);
  }

  /** How far something is, apart from what it says in the end. */
  static void note(String line) {
    System.err.println(line);
  }

  static void error(String line) {
    System.err.println("waybill: " + line);
  }

  /** Lines with aligned columns. */
  static void table(List<Line> lines) {
    int columns = lines.stream().mapToInt(l -> l.columns().size()).max().orElse(0);
    int[] widths = new int[columns];
    for (Line line : lines) {
      for (int i = 0; i < line.columns().size(); i++) {
        widths[i] = Math.max(widths[i], line.columns().get(i).length());
      }
    }
    for (Line line : lines) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < line.columns().size(); i++) {
        String column = line.columns().get(i);
        row.append(column).append(" ".repeat(widths[i] - column.length() + 2));
      }
      say(row.toString().stripTrailing());
    }
  }
}
