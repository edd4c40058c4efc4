package io.waybill.dashboard;

import io.waybill.http.Form;
import io.waybill.settings.Unusable;
import io.waybill.store.AdminStore.Refused;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A page, or something that is done on one. Declared once; the gate lets in whom it needs, the
 * navigation shows it to those, and the generated tests try everybody else.
 *
 * @param method {@code GET} for what only shows, {@code POST} for what changes something: that one
 *     is refused without the token of a form of ours
 * @param pattern as {@code /settings/people/{person}}; what belongs to an account is named in the
 *     path, so that the tests can put another account's in its place
 * @param spot where the navigation has it; null: nowhere
 * @param formMax octets that its form may have
 */
public record Page(
    String method, String pattern, Need need, @Nullable Spot spot, int formMax, Handler handler) {

  /**
   * A place in the navigation. A section with several shows them as tabs.
   *
   * @param title on the tab
   * @param order from left to right
   */
  public record Spot(Section section, String title, int order) {}

  /** Makes what is shown. May block. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Answers a visit that has passed the gate.
     *
     * @throws Refused with a sentence for the person: shown as a page, or as a toast to htmx
     * @throws Unusable the same for several sentences
     * @throws SQLException if the database does not answer
     */
    Reply visit(Visit visit) throws SQLException, Refused, Unusable, IOException;
  }

  /** A page without a place in the navigation. */
  public static Page get(String pattern, Need need, Handler handler) {
    return new Page("GET", pattern, need, null, Form.BODY_MAX, handler);
  }

  /** Something that is done. */
  public static Page post(String pattern, Need need, Handler handler) {
    return new Page("POST", pattern, need, null, Form.BODY_MAX, handler);
  }

  /**
   * Something that is done with a file.
   *
   * @param formMax octets of the whole form; who may not do it sends none of them
   */
  public static Page upload(String pattern, Need need, int formMax, Handler handler) {
    return new Page("POST", pattern, need, null, formMax, handler);
  }

  /** Whether its form may be longer than forms are. */
  boolean isUpload() {
    return formMax > Form.BODY_MAX;
  }

  /**
   * The same page with a place in the navigation. What is done on that page, or has more in its
   * path, is given the same place: it is not listed, but the place is marked while it shows.
   */
  public Page at(Section section, String title, int order) {
    return new Page(method, pattern, need, new Spot(section, title, order), formMax, handler);
  }
}
