package io.waybill.dashboard;

import io.waybill.accept.Lookup;
import io.waybill.http.Answer;
import io.waybill.message.Entry.Report;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.MessageReader;
import io.waybill.store.MessageReader.Found;
import io.waybill.store.People;
import io.waybill.store.SavedViews;
import io.waybill.webhook.Retelling;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One message, with all that happened to it, and what can be done about it. */
public final class MessagePages {
  static final String PATH = "/messages";

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration READ_AGAIN = Duration.ofHours(1);
  private static final int READS_MAX = 2_000;

  private final MessageReader reader;
  private final Lookup lookup;
  private final Retelling retelling;
  private final SavedViews views;
  private final People people;
  private final LiveFeed feed;

  /** Who has read what lately: a drawer that follows its message is one look at it. */
  private final Map<String, java.time.Instant> reads =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, java.time.Instant> eldest) {
          return size() > READS_MAX;
        }
      };

  /**
   * With what its pages work with.
   *
   * @param people writes the audit log
   */
  public MessagePages(
      MessageReader reader,
      Lookup lookup,
      Retelling retelling,
      SavedViews views,
      People people,
      LiveFeed feed) {
    this.reader = reader;
    this.lookup = lookup;
    this.retelling = retelling;
    this.views = views;
    this.people = people;
    this.feed = feed;
  }

  /** All of them; the list comes first, its paths would be taken for ids. */
  public List<Page> pages() {
    MessageListPages lists = new MessageListPages(reader, views);
    List<Page> pages = new java.util.ArrayList<>(lists.pages());
    pages.addAll(
        List.of(
            here(Page.get(PATH + "/live", Need.VIEWER, this::live)),
            here(Page.get(PATH + "/{message}", Need.VIEWER, this::show)),
            here(Page.get(PATH + "/{message}/drawer", Need.VIEWER, this::drawer)),
            here(Page.post(PATH + "/{message}/replay", Need.SENDER, this::replay)),
            here(Page.post(PATH + "/{message}/cancel", Need.SENDER, this::cancel))));
    return pages;
  }

  static Page here(Page page) {
    return page.at(Section.MESSAGES, "Messages", 10);
  }

  /** One message of a chain. */
  private record Chosen(List<Found> chain, Found one) {}

  private Optional<Chosen> find(Visit visit) {
    String id = visit.call().path("message");
    List<Found> chain = lookup.find(id, visit.account().id());
    return chain.stream()
        .filter(found -> found.envelope().id().toString().equalsIgnoreCase(id))
        .findFirst()
        .or(() -> chain.stream().findFirst())
        .map(one -> new Chosen(chain, one));
  }

  private Reply show(Visit visit) throws SQLException, Refused {
    return show(visit, false);
  }

  private Reply drawer(Visit visit) throws SQLException, Refused {
    return show(visit, true);
  }

  private Reply show(Visit visit, boolean isPart) throws SQLException, Refused {
    Optional<Chosen> chosen = find(visit);
    if (chosen.isEmpty()) {
      return Reply.notFound();
    }
    noteRead(visit, chosen.get().one());
    MessageView view = MessageView.of(chosen.get().chain(), chosen.get().one(), visit, null);
    return isPart ? new Reply.Part("part/message", view) : Reply.page("message", view);
  }

  private void noteRead(Visit visit, Found found) throws SQLException, Refused {
    String id = found.envelope().id().toString();
    String key = visit.session().id() + " " + id;
    synchronized (reads) {
      java.time.Instant last = reads.get(key);
      if (last != null && last.plus(READ_AGAIN).isAfter(visit.now())) {
        return;
      }
      reads.put(key, visit.now());
    }
    people.note(visit.by(), "read", "message", id);
  }

  private Reply replay(Visit visit) throws SQLException, Refused {
    Optional<Chosen> chosen = find(visit);
    if (chosen.isEmpty()) {
      return Reply.notFound();
    }
    Found found = chosen.get().one();
    List<Report> all = Retelling.reports(found);
    if (found.envelope().dlrUrl() == null || all.isEmpty()) {
      throw new Refused("There is nothing to tell: the message has no callback URL or no report.");
    }
    List<Integer> lost = MessageView.of(List.of(), found, visit, null).failed();
    List<Report> wanted =
        lost.isEmpty() ? all : all.stream().filter(r -> lost.contains(r.number())).toList();
    if (retelling.ask(found.envelope().id(), wanted) instanceof Retelling.Asked.NotNow(var why)) {
      return new Reply.Refusal(503, why);
    }
    people.note(visit.by(), "replay callbacks of", "message", found.envelope().id().toString());
    return done(
        visit,
        retelling.isHeld(found.envelope())
            ? "Its endpoint is stopped: the callback is told when the endpoint is resumed, under Callbacks."
            : "The callback is being told again.");
  }

  private Reply cancel(Visit visit) throws SQLException, Refused {
    Optional<Chosen> chosen = find(visit);
    if (chosen.isEmpty()) {
      return Reply.notFound();
    }
    String id = chosen.get().one().envelope().id().toString();
    Lookup.Cancelled end;
    try {
      end = lookup.cancel(id, visit.account().id()).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      return new Reply.Refusal(503, "The answer takes too long; it may still be cancelled.");
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return new Reply.Refusal(503, "The server is being stopped.");
    }
    return switch (end) {
      case TOO_LATE -> throw new Refused("It is on its way already, so it cannot be cancelled.");
      case BUSY -> new Reply.Refusal(503, "Too busy to cancel it now. Try again in a moment.");
      case DONE -> {
        people.note(visit.by(), "cancel", "message", id);
        yield done(visit, "Cancelled: it will not be sent.");
      }
    };
  }

  /** The drawer again with what was done, or the page with a toast. */
  private Reply done(Visit visit, String what) {
    Optional<Chosen> now = find(visit);
    return visit.isPart() && now.isPresent()
        ? new Reply.Part(
            "part/message", MessageView.of(now.get().chain(), now.get().one(), visit, what))
        : Reply.to(PATH + "/" + visit.call().path("message"), what);
  }

  /** Hints for a tab; who it is and where he looks is asked anew for each stream. */
  private Reply live(Visit visit) {
    String wanted = visit.call().header("Accept").orElse("");
    if (!wanted.contains("text/event-stream")) {
      return new Reply.Refusal(406, "This address is for pages that are open, not for people.");
    }
    long person = visit.person().id();
    String header = visit.call().header("Last-Event-ID").orElse("");
    String last = header.isEmpty() ? visit.field("after") : header;
    int account = visit.account().id();
    return new Reply.Events(stream(person, account, last));
  }

  private Answer.Stream stream(long person, int account, String last) {
    return out -> {
      Optional<LiveRing> ring = feed.enter(person, account);
      if (ring.isEmpty()) {
        out.write(
            "retry: 15000\nevent: full\ndata: {}\n\n"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return;
      }
      String why = "gone";
      try {
        why = new LiveStream(feed, ring.get(), last, System::nanoTime).run(out);
      } finally {
        feed.leave(person, ring.get(), why);
      }
    };
  }
}
