package io.waybill.dashboard;

import java.util.List;

/** The page that shows all that pages are made of. */
public final class HomePages {
  private HomePages() {}

  /** Nothing that could differ. */
  public record Nothing() {}

  static List<Page> pages() {
    return List.of(
        Page.get("/design", Need.OPERATOR, visit -> Reply.page("design", new Nothing())));
  }
}
