package io.waybill.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What a run has measured.
public final class Report {
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private final List<List<String>> rows = new ArrayList<>();
  private boolean good = true;

  /// One figure, or a map or list of them.
  Report put(String name, Object figure) {
    figures.put(name, figure);
    return this;
  }

  Report putAll(Map<String, Object> more) {
    figures.putAll(more);
    return this;
  }

  /// The run is judged by this, too.
  Report judge(boolean isGood) {
    good &= isGood;
    return this;
  }

  /// A row of a table that stands above the figures.
  Report row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  /// Whether nothing was lost, wrong or doubled.
  public boolean isGood() {
    return good;
  }

  /// For a person: rows whose columns belong together.
  public List<List<String>> table() {
    List<List<String>> all = new ArrayList<>(rows);
    figures.forEach((name, figure) -> add(all, name, figure));
    return all;
  }

  private static void add(List<List<String>> all, String name, Object figure) {
    switch (figure) {
      case Map<?, ?> map when map.containsKey("p50") ->
          all.add(
              List.of(
                  name,
                  "p50 " + map.get("p50"),
                  "p95 " + map.get("p95"),
                  "p99 " + map.get("p99"),
                  "max " + map.get("max")));
      case Map<?, ?> map -> map.forEach((key, value) -> add(all, name + "." + key, value));
      case List<?> _ -> {} // it has rows of its own
      default -> all.add(List.of(name, figure.toString()));
    }
  }

  /// For a program: one line.
  public String json() {
    return JsonMapper.shared().writeValueAsString(figures);
  }
}
