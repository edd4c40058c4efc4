package io.waybill.dashboard;

import io.waybill.http.Answer;
import org.jspecify.annotations.Nullable;

/** What a handler of a page wants to be answered. */
public sealed interface Reply {
  /**
   * A whole page: the template gets {@code shell} and {@code view}.
   *
   * @param status 200, or 422 for a form that is shown again with what is wrong in it
   */
  record View(int status, String template, Object view) implements Reply {}

  /** A part of a page, for htmx: the template gets {@code view} and {@code shell}. */
  record Part(String template, Object view) implements Reply {}

  /** Go there, and say this on arrival. */
  record SeeOther(String path, @Nullable String toast) implements Reply {}

  /** No, and why: as a page, or as a toast to htmx. */
  record Refusal(int status, String why) implements Reply {}

  /** A file, written bit by bit. */
  record Download(String fileName, String contentType, Answer.Stream stream) implements Reply {}

  /** Server-sent events, for as long as somebody looks on. */
  record Events(Answer.Stream stream) implements Reply {}

  /** The page itself, with a session begun or ended on the way: see {@link Visit}. */
  static Reply page(String template, Object view) {
    return new View(200, template, view);
  }

  /** The page again, because something in its form is wrong. */
  static Reply again(String template, Object view) {
    return new View(422, template, view);
  }

  /** Go there. */
  static Reply to(String path) {
    return new SeeOther(path, null);
  }

  /** Go there, and say this on arrival. */
  static Reply to(String path, String toast) {
    return new SeeOther(path, toast);
  }

  /** What is asked for is not there, or not for this account: nobody can tell which. */
  static Reply notFound() {
    return new Refusal(404, "There is nothing here. It may have been removed.");
  }
}
