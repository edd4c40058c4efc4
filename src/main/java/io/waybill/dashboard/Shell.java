package io.waybill.dashboard;

import io.waybill.account.Person;
import io.waybill.store.Sessions.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is around every page.
 *
 * @param person null: nobody is logged in
 * @param place the account that is looked at; null: none
 * @param formToken what every form sends back
 * @param toast what is said on arrival; null: nothing
 */
public record Shell(
    @Nullable Person person,
    @Nullable Place place,
    List<Entry> navigation,
    List<Entry> tabs,
    String formToken,
    String theme,
    Times times,
    Assets assets,
    @Nullable String toast) {

  /**
   * A link of the navigation, or a tab.
   *
   * @param icon null for tabs
   */
  public record Entry(String title, String path, @Nullable Icon icon, boolean isHere) {}

  /** How many of the navigation find room at the bottom of a phone, beside the menu. */
  private static final int BOTTOM = 4;

  /** Those at the bottom of a phone. */
  public List<Entry> bottom() {
    return navigation.subList(0, Math.min(BOTTOM, navigation.size()));
  }

  /** Where a file that belongs to the pages is served. */
  public String asset(String name) {
    return assets.path(name);
  }

  /** Whether somebody runs the platform. */
  public boolean isOperator() {
    return person != null && person.accountId() == null;
  }

  /** One or two letters that stand for the person. */
  public String initials() {
    if (person == null) {
      return "";
    }
    StringBuilder letters = new StringBuilder();
    for (String word : person.called().split("[\\s.@]+", 3)) {
      if (letters.length() < 2 && !word.isEmpty()) {
        letters.appendCodePoint(Character.toUpperCase(word.codePointAt(0)));
      }
    }
    return letters.toString();
  }
}
