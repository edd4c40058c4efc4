package io.waybill.dashboard;

import io.waybill.account.Person;
import io.waybill.dashboard.Page.Spot;
import io.waybill.dashboard.Shell.Entry;
import io.waybill.store.Sessions.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The navigation grows with the pages that are registered; each person sees what they may open. */
final class Navigation {
  private final List<Page> places = new ArrayList<>();

  Navigation(List<Page> pages) {
    for (Page page : pages) {
      boolean isNew = places.stream().noneMatch(p -> spot(p).equals(page.spot()));
      if (isNew
          && page.spot() != null
          && page.method().equals("GET")
          && !page.pattern().contains("{")) {
        places.add(page);
      }
    }
    places.sort(
        Comparator.comparing((Page p) -> spot(p).section()).thenComparingInt(p -> spot(p).order()));
  }

  private static Spot spot(Page page) {
    return Objects.requireNonNull(page.spot());
  }

  private List<Page> open(Person person, @Nullable Place place) {
    return places.stream()
        .filter(p -> p.need().isMetBy(person.role()) && (place != null || !p.need().isInAccount()))
        .toList();
  }

  /** One link for each section that has something for this person. */
  List<Entry> sections(Person person, @Nullable Place place, @Nullable Section here) {
    List<Entry> entries = new ArrayList<>();
    for (Section section : Section.values()) {
      open(person, place).stream()
          .filter(p -> spot(p).section() == section)
          .findFirst()
          .ifPresent(p ->
              entries.add(
                  new Entry(section.title(), p.pattern(), section.icon(), section == here)));
    }
    return entries;
  }

  /** The tabs of a section; none where there would be only one. */
  List<Entry> tabs(Person person, @Nullable Place place, @Nullable Spot here) {
    if (here == null) {
      return List.of();
    }
    List<Entry> tabs =
        open(person, place).stream()
            .filter(p -> spot(p).section() == here.section())
            .map(p -> new Entry(spot(p).title(), p.pattern(), null, spot(p).equals(here)))
            .toList();
    return tabs.size() > 1 ? tabs : List.of();
  }
}
