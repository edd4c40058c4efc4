package io.waybill.dashboard;

import io.waybill.message.Ids;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.MessageReader;
import io.waybill.store.SavedViews;
import io.waybill.store.SavedViews.SavedView;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The list of messages, its lines one by one for tabs that follow them, and saved views. */
public final class MessageListPages {
  private static final String PATH = MessagePages.PATH;
  private static final int PAGE = 50;
  private static final int IDS_MAX = 60;
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final MessageReader reader;
  private final SavedViews views;

  MessageListPages(MessageReader reader, SavedViews views) {
    this.reader = reader;
    this.views = views;
  }

  /** Lines of the list. */
  public record Rows(List<MessageLine> lines) {}

  /**
   * What the list shows.
   *
   * @param older where the next page is; null: this is the last of its time
   * @param looked how far back this page looked; null: as far as was asked
   * @param isFirst whether new messages belong on top of it
   */
  public record View(
      List<MessageLine> lines,
      MessageFilter filter,
      List<SavedView> saved,
      boolean isOperator,
      @Nullable String older,
      @Nullable Instant looked,
      boolean isFirst,
      @Nullable String problem) {
    /** Words for the choice of words. */
    public List<String> words() {
      return MessageFilter.WORDS;
    }

    /** The four groups, small. */
    public List<String> groups() {
      return MessageFilter.GROUPS;
    }

    /** How far back one may look. */
    public List<Integer> windows() {
      return MessageFilter.WINDOWS;
    }

    /** The same list with another value in its filter. */
    public String with(String name, String value) {
      return path(filter.query(name, value));
    }

    private static String path(String query) {
      return query.isEmpty() ? PATH : PATH + "?" + query;
    }

    /** Lines alone, for the template that they share with what comes later. */
    public Rows rows() {
      return new Rows(lines);
    }
  }

  List<Page> pages() {
    return List.of(
        MessagePages.here(Page.get(PATH, Need.VIEWER, this::show)),
        MessagePages.here(Page.get(PATH + "/rows", Need.VIEWER, this::rows)),
        MessagePages.here(Page.post(PATH + "/views", Need.VIEWER, this::save)),
        MessagePages.here(Page.post(PATH + "/views/{view}/remove", Need.VIEWER, this::remove)));
  }

  private static MessageFilter filter(Visit visit) {
    return new MessageFilter(visit::field, isOperator(visit), visit.now());
  }

  private static boolean isOperator(Visit visit) {
    return Need.OPERATOR.isMetBy(visit.person().role());
  }

  private static Optional<UUID> id(String written) {
    return UUID_FORM.matcher(written).matches()
        ? Optional.of(UUID.fromString(written))
        : Optional.empty();
  }

  private Reply show(Visit visit) throws SQLException {
    MessageFilter filter = filter(visit);
    UUID before = id(visit.field("before")).orElse(null);
    List<SavedView> saved = views.of(visit.person().id(), visit.account().id());
    if (!filter.problems().isEmpty()) {
      String problem = String.join(" ", filter.problems());
      return Reply.again("messages", view(visit, filter, saved, List.of(), null, before, problem));
    }
    MessageReader.Page page;
    try {
      page = reader.list(filter.read(visit.account().id(), before, PAGE));
    } catch (MessageReader.TooMuch slow) {
      String problem = "This takes too long to look for. Choose a shorter time, or narrow it down.";
      return Reply.again("messages", view(visit, filter, saved, List.of(), null, before, problem));
    }
    List<MessageLine> lines = page.found().stream().map(MessageLine::new).toList();
    return Reply.page("messages", view(visit, filter, saved, lines, page.next(), before, null));
  }

  private static View view(
      Visit visit,
      MessageFilter filter,
      List<SavedView> saved,
      List<MessageLine> lines,
      @Nullable UUID next,
      @Nullable UUID before,
      @Nullable String problem) {
    String query = filter.query();
    String older =
        next == null ? null : PATH + "?" + query + (query.isEmpty() ? "" : "&") + "before=" + next;
    Instant looked = next == null || lines.size() == PAGE ? null : Ids.timeOf(next);
    return new View(
        lines, filter, saved, isOperator(visit), older, looked, before == null, problem);
  }

  /** Those of the asked ones that belong to the list now. */
  private Reply rows(Visit visit) {
    MessageFilter filter = filter(visit);
    List<UUID> ids = new ArrayList<>();
    for (String written : visit.field("ids").split(",", IDS_MAX + 1)) {
      id(written).ifPresent(ids::add);
    }
    if (ids.size() > IDS_MAX || !filter.problems().isEmpty()) {
      return new Reply.Refusal(422, "At most " + IDS_MAX + " messages can be asked for at once.");
    }
    List<MessageLine> lines =
        ids.isEmpty()
            ? List.of()
            : reader.some(visit.account().id(), ids).stream()
                .filter(filter::fits)
                .map(MessageLine::new)
                .toList();
    return new Reply.Part("part/rows", new Rows(lines));
  }

  private Reply save(Visit visit) throws SQLException, Refused {
    String name = visit.field("name");
    if (name.isEmpty() || name.length() > SavedViews.NAME_MAX) {
      throw new Refused("A view's name has 1 to " + SavedViews.NAME_MAX + " characters.");
    }
    MessageFilter filter = filter(visit);
    String query = filter.query();
    if (!filter.problems().isEmpty() || query.length() > SavedViews.QUERY_MAX) {
      throw new Refused("This filter cannot be kept. " + String.join(" ", filter.problems()));
    }
    views.save(visit.person().id(), visit.account().id(), name, query);
    return Reply.to(View.path(query), "View " + name + " is saved.");
  }

  private Reply remove(Visit visit) throws SQLException {
    String view = visit.call().path("view");
    boolean isGone =
        view.matches("\\d{1,18}")
            && views.remove(visit.person().id(), visit.account().id(), Long.parseLong(view));
    return isGone ? Reply.to(PATH, "The view is removed.") : Reply.notFound();
  }
}
