package io.waybill.store;

import io.waybill.message.By;
import io.waybill.message.Entry.Report;
import io.waybill.message.Part;
import io.waybill.message.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How tags, parts and waiting reports are written in a row. */
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
