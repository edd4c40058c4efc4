package io.waybill.store;

import io.waybill.message.By;
import io.waybill.message.Entry;
import io.waybill.message.Entry.Report;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The timeline as a row holds it: one short line for each entry, appended and never changed, and as
 * JSON for everyone else. A line has its fields between tabs: number, milliseconds since the epoch,
 * event, state after it, version of the rules, report ({@code number,status,err,c} or {@code u} for
 * us; empty for none), then the details, {@code name:text} or {@code name=literal}. That is less
 * than half of the same in JSON, and each event of a message writes its row anew. Rows of earlier
 * versions have lines of JSON, which are handed on as they are. Pure.
 */
final class TimelineLines {
  private static final char FIELD = '\t';
  private static final char LINE = '\n';
  private static final char TEXT = ':';
  private static final char LITERAL = '=';
  private static final String SEQ = "\"seq\":";
  private static final char ESCAPE = '\\';

  /** Fields before the details. */
  private static final int HEAD = 6;

  private static final int REPORT_FIELDS = 4;
  private static final int LINE_ABOUT = 96;

  private TimelineLines() {}

  /** Each entry as one line that ends with a line feed. */
  static String of(List<Entry> entries, int lifecycleVersion) {
    StringBuilder out = new StringBuilder(LINE_ABOUT * entries.size());
    for (Entry e : entries) {
      out.append(e.seq()).append(FIELD).append(e.at().toEpochMilli()).append(FIELD);
      out.append(e.what()).append(FIELD);
      out.append(e.stateAfter().name().toLowerCase(Locale.ROOT)).append(FIELD);
      out.append(lifecycleVersion).append(FIELD);
      Report report = e.report();
      if (report != null) {
        out.append(report.number()).append(',').append(report.status()).append(',');
        out.append(report.err()).append(',').append(report.by() == By.US ? 'u' : 'c');
      }
      Map<String, Object> details = e.details();
      for (var d : (details.size() < 2 ? details : new TreeMap<>(details)).entrySet()) {
        out.append(FIELD).append(d.getKey());
        if (d.getValue() instanceof String text) {
          escape(text, out.append(TEXT));
        } else {
          out.append(LITERAL).append(d.getValue());
        }
      }
      out.append(LINE);
    }
    return out.toString();
  }

  /**
   * What a timeline is LIKE, in SQL, that has a certain entry: its own lines, and those of earlier
   * versions.
   */
  record Likeness(String line, String json) {}

  /** One with an event of that kind. */
  static Likeness withEvent(String event) {
    return new Likeness("%\t" + event + "\t%", "%\"event\":\"" + event + "\"%");
  }

  /**
   * One with a detail that says just that.
   *
   * @param text without control characters, quotes and backslashes
   */
  static Likeness withText(String detail, String text) {
    return new Likeness(
        "%\t" + detail + TEXT + text + "%", "%\"" + detail + "\":\"" + text + "\"%");
  }

  /**
   * The lines of a message's row and those that were kept beside it, by their numbers.
   *
   * @param told null if there are none
   */
  static String merged(String own, @Nullable String told) {
    if (told == null || told.isEmpty()) {
      return own;
    }
    StringBuilder out = new StringBuilder(own.length() + told.length());
    int a = 0;
    int b = 0;
    while (a < own.length() || b < told.length()) {
      boolean isOwn = b >= told.length() || (a < own.length() && seq(own, a) <= seq(told, b));
      String from = isOwn ? own : told;
      int start = isOwn ? a : b;
      int feed = from.indexOf(LINE, start);
      int end = feed < 0 ? from.length() : feed + 1;
      out.append(from, start, end);
      a = isOwn ? end : a;
      b = isOwn ? b : end;
    }
    return out.toString();
  }

  /** The number of the line that begins there; lines of the first version say it in JSON. */
  private static int seq(String lines, int start) {
    int from = lines.charAt(start) == '{' ? lines.indexOf(SEQ, start) + SEQ.length() : start;
    int end = from;
    while (end < lines.length() && Character.isDigit(lines.charAt(end))) {
      end++;
    }
    return Integer.parseInt(lines, from, end, 10);
  }

  /** The lines of a row as a JSON array. */
  static String json(String lines) {
    StringBuilder out = new StringBuilder(lines.length() * 2 + 2).append('[');
    int from = 0;
    while (from < lines.length()) {
      int end = lines.indexOf(LINE, from);
      String line = lines.substring(from, end < 0 ? lines.length() : end);
      if (from > 0) {
        out.append(',');
      }
      if (line.startsWith("{")) {
        out.append(line);
      } else {
        object(line.split("\t", -1), out);
      }
      from = end < 0 ? lines.length() : end + 1;
    }
    return out.append(']').toString();
  }

  private static void object(String[] f, StringBuilder out) {
    if (f.length < HEAD) {
      throw new IllegalStateException("a line of a timeline has " + f.length + " fields");
    }
    out.append("{\"seq\":").append(f[0]).append(",\"at\":\"");
    out.append(Instant.ofEpochMilli(Long.parseLong(f[1]))).append("\",\"event\":\"").append(f[2]);
    out.append("\",\"state_after\":\"").append(f[3]).append('"');
    if (!f[HEAD - 1].isEmpty()) {
      report(f[HEAD - 1].split(",", REPORT_FIELDS), out);
    }
    for (int i = HEAD; i < f.length; i++) {
      detail(f[i], out);
    }
    out.append(",\"rules\":").append(f[HEAD - 2]).append('}');
  }

  private static void report(String[] r, StringBuilder out) {
    out.append(",\"report\":{\"number\":").append(r[0]).append(",\"status\":\"").append(r[1]);
    out.append("\",\"err\":").append(r[2]).append(",\"by\":\"");
    out.append(r[3].equals("u") ? "us" : "carrier").append("\"}");
  }

  /** A name has neither of the two signs that may follow it. */
  private static void detail(String field, StringBuilder out) {
    int end = 0;
    while (field.charAt(end) != TEXT && field.charAt(end) != LITERAL) {
      end++;
    }
    out.append(",\"").append(field, 0, end).append("\":");
    if (field.charAt(end) == TEXT) {
      quote(field, end + 1, out);
    } else {
      out.append(field, end + 1, field.length());
    }
  }

  /** Keeps a text on its line and in its field; what PostgreSQL cannot store is written out. */
  private static void escape(String text, StringBuilder out) {
    if (isPlain(text)) {
      out.append(text);
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ESCAPE) {
        out.append("\\\\");
      } else if (c < ' ' || Character.isSurrogate(c)) {
        unicode(c, out);
      } else {
        out.append(c);
      }
    }
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ESCAPE || c < ' ' || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  /** From the escaped form to a JSON string: the same escapes mean the same there. */
  private static void quote(String field, int from, StringBuilder out) {
    out.append('"');
    for (int i = from; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '"') {
        out.append("\\\"");
      } else if (c == '\u007f') {
        unicode(c, out);
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static void unicode(char c, StringBuilder out) {
    out.append("\\u").append("%04x".formatted((int) c));
  }
}
