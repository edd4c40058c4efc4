package io.waybill.bench;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;

/// What happened to every message, as seen from outside, by its number. Thread-safe.
final class Book {
  /// The most messages that one run can follow.
  static final int MAX = 2_000_000;

  /// Callbacks with another word are about what comes before the end.
  private static final Set<String> NOT_FINAL = Set.of("ACK", "ACCEPTED", "SENT");

  /// Which one of several loads a message belongs to, and in which phase of the run it was sent.
  record Place(int load, int phase) {}

  /// One message. Times are of [System#nanoTime], 0 until it happened.
  static final class Page {
    private final Place place;
    private final long sent;
    private long answered;
    private long submitted;
    private long receipt;
    private long told;
    private int submits;
    private int finals;
    private String said = "";
    private String planned = " ";

    private Page(Place place) {
      this.place = place;
      this.sent = System.nanoTime();
    }

    Place place() {
      return place;
    }

    private synchronized void into(Tally tally) {
      if (answered == 0) {
        return; // nobody was promised anything
      }
      tally.accepted++;
      tally.accept.add(answered - sent);
      tally.lastAnswered = Math.max(tally.lastAnswered, answered);
      if (submitted > 0) {
        tally.toSubmit.add(Math.max(0, submitted - answered));
        tally.again += submits - 1;
      }
      if (finals == 0) {
        tally.lost++;
        return;
      }
      tally.lastTold = Math.max(tally.lastTold, told);
      tally.endToEnd.add(told - sent);
      if (receipt > 0) {
        tally.toCallback.add(Math.max(0, told - receipt));
      }
      tally.doubled += finals - 1;
      tally.wrong += planned.contains(" " + said + " ") ? 0 : 1;
    }
  }

  private final AtomicReferenceArray<Page> pages = new AtomicReferenceArray<>(MAX);
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger over = new AtomicInteger();
  private final AtomicInteger submits = new AtomicInteger();

  /// A new message is about to be sent; its number.
  ///
  /// @throws IllegalStateException after [#MAX]
  int begin(Place place) {
    int number = next.getAndIncrement();
    if (number >= MAX) {
      throw new IllegalStateException("a run has at most " + MAX + " messages");
    }
    pages.set(number, new Page(place));
    return number;
  }

  /// It was answered 201.
  void answered(int number) {
    Page page = pages.get(number);
    synchronized (page) {
      page.answered = System.nanoTime();
      accepted.incrementAndGet();
      if (page.finals > 0) {
        over.incrementAndGet();
      }
    }
  }

  /// It came to the operator, who will say one of these words about it.
  void submitted(int number, Iterable<String> words) {
    Page page = known(number);
    if (page == null) {
      return;
    }
    synchronized (page) {
      page.submitted = page.submitted == 0 ? System.nanoTime() : page.submitted;
      page.submits++;
      submits.incrementAndGet();
      for (String word : words) {
        page.planned += word.toUpperCase(Locale.ROOT) + " ";
      }
    }
  }

  /// The operator has its receipt ready for whoever is bound.
  void receipted(int number) {
    Page page = known(number);
    if (page != null) {
      synchronized (page) {
        page.receipt = System.nanoTime();
      }
    }
  }

  /// The customer was told.
  void told(int number, String word) {
    Page page = known(number);
    if (page == null || NOT_FINAL.contains(word)) {
      return;
    }
    synchronized (page) {
      page.finals++;
      if (page.finals == 1) {
        page.told = System.nanoTime();
        page.said = word;
        if (page.answered > 0) {
          over.incrementAndGet();
        }
      }
    }
  }

  /// A message by its number; null for numbers that nobody has begun, as of an earlier run.
  private @org.jspecify.annotations.Nullable Page known(int number) {
    return number >= 0 && number < Math.min(MAX, next.get()) ? pages.get(number) : null;
  }

  /// Messages that were answered 201.
  int accepted() {
    return accepted.get();
  }

  /// Of these, those whose end the customer was told.
  int over() {
    return over.get();
  }

  /// Everything that came to an operator.
  int submits() {
    return submits.get();
  }

  /// Adds up what is known of some of them.
  Tally tally(Predicate<Place> which) {
    Tally tally = new Tally();
    int all = Math.min(MAX, next.get());
    for (int i = 0; i < all; i++) {
      Page page = pages.get(i);
      if (page != null && which.test(page.place())) {
        page.into(tally);
      }
    }
    return tally;
  }
}
