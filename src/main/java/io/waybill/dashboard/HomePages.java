package io.waybill.dashboard;

import java.util.List;

/** Where the address alone leads, and the page that shows all that pages are made of. */
public final class HomePages {
  private final Navigation navigation;

  HomePages(Navigation navigation) {
    this.navigation = navigation;
  }

  /** Nothing that could differ. */
  public record Nothing() {}

  /** What needs the navigation, and so cannot be in it. */
  Page home() {
    return Page.get("/", Need.PERSON, this::go);
  }

  static List<Page> pages() {
    return List.of(
        Page.get("/design", Need.OPERATOR, visit -> Reply.page("design", new Nothing())));
  }

  private Reply go(Visit visit) {
    return Reply.to(
        navigation.first(visit.person(), visit.session().place()).orElse(ProfilePages.PATH));
  }
}
