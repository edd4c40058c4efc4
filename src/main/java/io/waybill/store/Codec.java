package io.waybill.store;

import io.waybill.message.By;
import io.waybill.message.Entry;
import io.waybill.message.Entry.Report;
import io.waybill.message.Part;
import io.waybill.message.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How parts, waiting reports and timeline lines are written in a row. */
final class Codec {
  private static final char FIELD = '\t';
  private static final char LINE = '\n';

  private Codec() {}

  /** Each tag between line feeds, so that one can be looked for. */
  static String tags(List<String> tags) {
    return tags.isEmpty() ? "" : LINE + String.join("\n", tags) + LINE;
  }

  static List<String> tags(String text) {
    return text.isEmpty() ? List.of() : List.of(text.substring(1).split("\n"));
  }

  static String parts(List<Part> parts) {
    StringBuilder out = new StringBuilder();
    for (Part part : parts) {
      if (!out.isEmpty()) {
        out.append(LINE);
      }
      out.append(part.phase()).append(FIELD).append(part.code()).append(FIELD);
      if (part.carrierId() != null) {
        out.append(':').append(escape(part.carrierId()));
      }
    }
    return out.toString();
  }

  static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>(1);
    for (String line : text.split("\n", -1)) {
      int a = line.indexOf(FIELD);
      int b = line.indexOf(FIELD, a + 1);
      String id = b + 1 < line.length() ? unescape(line.substring(b + 2)) : null;
      parts.add(
          new Part(
              parts.size() + 1,
              Part.Phase.valueOf(line.substring(0, a)),
              id,
              Integer.parseInt(line.substring(a + 1, b))));
    }
    return parts;
  }

  static String reports(List<Report> reports) {
    if (reports.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    for (Report r : reports) {
      if (!out.isEmpty()) {
        out.append(LINE);
      }
      out.append(r.number()).append(FIELD).append(r.status()).append(FIELD).append(r.err());
      out.append(FIELD).append(r.at().toEpochMilli()).append(FIELD).append(r.isFinal() ? 1 : 0);
      out.append(FIELD).append(r.by() == By.US ? 'u' : 'c');
    }
    return out.toString();
  }

  static List<Report> reports(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<Report> reports = new ArrayList<>(2);
    for (String line : text.split("\n", -1)) {
      String[] f = line.split("\t", -1);
      Report read =
          new Report(
              Integer.parseInt(f[0]),
              Status.valueOf(f[1]),
              Integer.parseInt(f[2]),
              Instant.ofEpochMilli(Long.parseLong(f[3])),
              isFinal(f));
      reports.add(f.length > 5 ? read.by(f[5].equals("u") ? By.US : By.CARRIER) : read);
    }
    return reports;
  }

  /** Rows of the first version do not say it; only UNKNOWN is then a guess: not final. */
  private static boolean isFinal(String[] fields) {
    return fields.length > 4
        ? fields[4].equals("1")
        : switch (Status.valueOf(fields[1])) {
          case ACK, ACCEPTD, UNKNOWN -> false;
          case DELIVRD, SEEN, UNDELIV, FAILED, EXPIRED, DELETED, REJECTD, NACK -> true;
        };
  }

  /** Entries as JSON objects, each followed by a line feed: lines are appended, never changed. */
  static String lines(List<Entry> entries, int lifecycleVersion) {
    StringBuilder out = new StringBuilder(160 * entries.size());
    for (Entry e : entries) {
      out.append("{\"seq\":").append(e.seq()).append(",\"at\":\"").append(e.at());
      out.append("\",\"event\":\"").append(e.what()).append("\",\"state_after\":\"");
      out.append(e.stateAfter().name().toLowerCase(java.util.Locale.ROOT)).append('"');
      Report report = e.report();
      if (report != null) {
        out.append(",\"report\":{\"number\":").append(report.number());
        out.append(",\"status\":\"").append(report.status());
        out.append("\",\"err\":").append(report.err());
        out.append(",\"by\":\"").append(report.by() == By.US ? "us" : "carrier").append("\"}");
      }
      for (Map.Entry<String, Object> d : new TreeMap<>(e.details()).entrySet()) {
        out.append(",\"").append(d.getKey()).append("\":");
        if (d.getValue() instanceof String s) {
          quote(s, out);
        } else {
          out.append(d.getValue());
        }
      }
      out.append(",\"rules\":").append(lifecycleVersion).append("}\n");
    }
    return out.toString();
  }

  /** The lines of a row as a JSON array. */
  static String array(String lines) {
    String inner = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
    return "[" + inner.replace('\n', ',') + "]";
  }

  private static void quote(String s, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c == 0x7F || Character.isSurrogate(c)) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static String escape(String id) {
    return id.indexOf('%') < 0 && id.indexOf(FIELD) < 0 && id.indexOf(LINE) < 0
        ? id
        : id.replace("%", "%25").replace("\t", "%09").replace("\n", "%0A");
  }

  private static String unescape(String id) {
    return id.indexOf('%') < 0
        ? id
        : id.replace("%0A", "\n").replace("%09", "\t").replace("%25", "%");
  }
}
