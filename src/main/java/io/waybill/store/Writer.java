package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.store.Ledger.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of the ledger's few writers: takes what is waiting, commits it as a group, answers. A group
 * that fails over its data is halved down to the single bad event; one that fails over the database
 * is tried again until the database is back.
 */
final class Writer implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration STALLED = Duration.ofMillis(500);
  private static final int RETRY_MILLIS_MAX = 500;

  /** From how many events on a group tells that more are coming. */
  private static final int BUSY = 6;

  /** How many that wait make gathering needless. */
  private static final int ENOUGH = 128;

  private static final Duration GATHERING = Duration.ofMillis(10);

  private final ArrayBlockingQueue<Job> queue;
  private final int groupMax;
  private final int number;
  private final Database database;
  private final Steps steps;
  private final Objections objections;
  private final Fence fence;
  private final Vault vault;
  private final String owner;
  private final InstantSource clock;
  private final LedgerMetrics metrics;
  private final Recent recent = new Recent();
  private final Latencies latencies = new Latencies();
  private @Nullable Connection db;
  private volatile List<Job> inHand = List.of();
  private volatile boolean stopping;
  private long gatherUntilNanos = System.nanoTime();
  private volatile long failingSinceNanos;
  private volatile long busySinceNanos;

  Writer(
      int number,
      int queueMax,
      int groupMax,
      Database database,
      Steps steps,
      Objections objections,
      Fence fence,
      Vault vault,
      String owner,
      InstantSource clock,
      LedgerMetrics metrics) {
    this.number = number;
    this.queue = new ArrayBlockingQueue<>(queueMax);
    this.groupMax = groupMax;
    this.database = database;
    this.steps = steps;
    this.objections = objections;
    this.fence = fence;
    this.vault = vault;
    this.owner = owner;
    this.clock = clock;
    this.metrics = metrics;
  }

  ArrayBlockingQueue<Job> queue() {
    return queue;
  }

  /** What was taken from the queue and is not committed yet. */
  List<Job> inHand() {
    return inHand;
  }

  /** How long the database has been failing or stalling this writer; zero when it is not. */
  Duration failingFor() {
    long failing = failingSinceNanos;
    long busy = busySinceNanos;
    long since = failing != 0 ? failing : busy;
    Duration time = since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    return failing != 0 || time.compareTo(STALLED) > 0 ? time : Duration.ZERO;
  }

  void stop() {
    stopping = true;
  }

  @Override
  public void run() {
    List<Job> jobs = new ArrayList<>(groupMax);
    try {
      while (!stopping || !queue.isEmpty()) {
        gather();
        Job first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          recoverWhenIdle();
          timesWhenIdle();
          continue;
        }
        jobs.add(first);
        queue.drainTo(jobs, groupMax - 1);
        inHand = List.copyOf(jobs);
        long began = System.nanoTime();
        commitAll(jobs);
        inHand = List.of();
        long now = System.nanoTime();
        gatherUntilNanos =
            now + (jobs.size() < BUSY ? 0 : Math.min(now - began, GATHERING.toNanos()));
        jobs.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      writeTimes();
      disconnect();
    }
  }

  /**
   * After a group of more than a few, more is on its way: half as many groups cost half as much.
   * Never for longer than that group took, so that a fast disk is not held up; at rest nothing
   * waits.
   */
  private void gather() {
    long left = gatherUntilNanos - System.nanoTime();
    if (left > 0 && queue.size() < ENOUGH && !stopping) {
      LockSupport.parkNanos(left);
    }
  }

  /** With nothing left to commit, only asking tells that the database is back. */
  private void recoverWhenIdle() {
    if (failingSinceNanos != 0 && database.answers()) {
      failingSinceNanos = 0;
    }
  }

  private void commitAll(List<Job> jobs) throws InterruptedException {
    Deque<List<Job>> groups = new ArrayDeque<>();
    groups.add(jobs);
    while (!groups.isEmpty()) {
      List<Job> group = wanted(groups.removeFirst());
      if (group.isEmpty()) {
        continue;
      }
      try {
        List<Job> losers = commit(group);
        if (!losers.isEmpty()) {
          groups.addFirst(losers);
        }
      } catch (SQLException | RuntimeException e) {
        if (e instanceof SQLException sql && !Faults.isOfData(sql)) {
          groups.addFirst(afterOutage(group, sql));
        } else if (group.size() == 1) {
          putAside(group.getFirst(), e);
        } else {
          int half = group.size() / 2;
          groups.addFirst(List.copyOf(group.subList(half, group.size())));
          groups.addFirst(List.copyOf(group.subList(0, half)));
        }
      }
    }
  }

  /** Without those whose callers have given up meanwhile. */
  private static List<Job> wanted(List<Job> jobs) {
    List<Job> wanted = new ArrayList<>(jobs.size());
    for (Job job : jobs) {
      if (!(job instanceof Job.Accept a) || a.fate().get() != Job.Fate.GIVEN_UP) {
        wanted.add(job);
      }
    }
    return wanted;
  }

  /** Whether none of them was given up until now; from now on none can be. */
  private static boolean take(List<Job> jobs) {
    boolean all = wanted(jobs).size() == jobs.size();
    for (Job job : jobs) {
      all = all && (!(job instanceof Job.Accept a) || a.take());
    }
    return all;
  }

  private static void putBack(List<Job> jobs) {
    for (Job job : jobs) {
      if (job instanceof Job.Accept a) {
        a.putBack();
      }
    }
  }

  private List<Job> commit(List<Job> jobs) throws SQLException, InterruptedException {
    Connection connection = connect();
    prepareContent(jobs);
    Group group =
        new Group(connection, recent, steps, objections, vault, owner, number, clock.instant());
    long start = System.nanoTime();
    busySinceNanos = start;
    boolean committed = false;
    boolean times = latencies.areDue();
    try {
      String transaction = fence.enter(connection);
      group.write(jobs);
      if (times) {
        latencies.write(connection);
      }
      if (!take(jobs)) {
        return jobs;
      }
      commit(connection, transaction);
      committed = true;
    } finally {
      busySinceNanos = 0;
      if (!committed) {
        recent.clear();
        putBack(jobs);
        group.undo();
        rollback(connection);
      }
    }
    failingSinceNanos = 0;
    if (times) {
      latencies.written();
    }
    group.keep(latencies);
    metrics.committed(jobs.size(), System.nanoTime() - start);
    group.carryOut();
    return group.losers();
  }

  /** While nothing is to be committed, times that are due need a transaction of their own. */
  private void timesWhenIdle() {
    if (failingSinceNanos == 0 && latencies.areDue()) {
      writeTimes();
    }
  }

  /** Only for statistics: what cannot be written is forgotten. */
  private void writeTimes() {
    if (!latencies.areThere()) {
      return;
    }
    try {
      Connection connection = connect();
      fence.enter(connection);
      latencies.write(connection);
      connection.commit();
    } catch (SQLException e) {
      LOG.debug("times could not be written: {}", e.getMessage());
      disconnect();
    }
    latencies.written();
  }

  /** The answer to a commit may get lost; then the database is asked what became of it. */
  private void commit(Connection connection, String transaction)
      throws SQLException, InterruptedException {
    try {
      connection.commit();
    } catch (SQLException e) {
      if (!Fate.isCommitted(database, transaction)) {
        throw e;
      }
      disconnect();
    }
  }

  private void prepareContent(List<Job> jobs) throws SQLException {
    for (Job job : jobs) {
      if (job instanceof Job.Accept a) {
        for (Ledger.NewMessage message : a.messages()) {
          database.partitions().contentDay(message.envelope().purgeDay());
        }
      }
    }
  }

  /** Waits a little, then: what is still to be tried. Nothing of the group is stored. */
  private List<Job> afterOutage(List<Job> group, SQLException e) throws InterruptedException {
    if (failingSinceNanos == 0) {
      failingSinceNanos = System.nanoTime();
      LOG.warn("the database does not take what is to be recorded: {}", e.getMessage());
    }
    disconnect();
    if (stopping && e instanceof Fence.Passed) {
      group.forEach(job -> job.future().complete(new Outcome.Busy(String.valueOf(e.getMessage()))));
      return List.of();
    }
    if (Faults.isNoPartition(e)) {
      makePartitions();
    }
    TimeUnit.MILLISECONDS.sleep(Math.min(RETRY_MILLIS_MAX, 20 + failingFor().toMillis() / 4));
    List<Job> again = new ArrayList<>(group.size());
    for (Job job : group) {
      switch (job) {
        case Job.Happened h -> again.add(h);
        case Job.Accept a -> {
          boolean tired = System.nanoTime() - a.sinceNanos() > PATIENCE.toNanos();
          if (tired && a.giveUp()) {
            a.future().complete(new Outcome.Busy("the database did not answer in time"));
          } else {
            again.add(a);
          }
        }
      }
    }
    return again;
  }

  private void makePartitions() {
    try {
      database.maintain(clock.instant());
    } catch (SQLException e) {
      LOG.error("partitions are missing and cannot be made: {}", e.getMessage());
    }
  }

  private void putAside(Job job, Throwable e) {
    String problem = String.valueOf(e.getMessage());
    LOG.error("put aside, because it alone cannot be stored: {} {}", job.id(), problem);
    metrics.quarantined();
    String what = job instanceof Job.Happened h ? h.event().getClass().getSimpleName() : "Accept";
    Quarantine.put(database, job.id(), what, problem, clock.instant());
    job.future().complete(new Outcome.Quarantined(problem));
  }

  private Connection connect() throws SQLException {
    Connection connection = db;
    if (connection == null) {
      connection = database.connection();
      planOnce(connection, true);
      connection.setAutoCommit(false);
      db = connection;
    }
    return connection;
  }

  /**
   * The same few statements all the time: planned anew for each group, they would cost more than
   * their work, and statistics of a moment ago could make them read the whole table. All of them
   * look for keys; a table that was small when they were planned may be large soon after.
   */
  private static void planOnce(Connection connection, boolean on) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.execute("SET plan_cache_mode = " + (on ? "force_generic_plan" : "DEFAULT"));
      s.execute("SET enable_seqscan = " + (on ? "off" : "DEFAULT"));
    }
  }

  private static void rollback(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.debug("no rollback on a broken connection: {}", e.getMessage());
    }
  }

  private void disconnect() {
    Connection connection = db;
    db = null;
    if (connection != null) {
      try (connection) {
        connection.rollback();
        connection.setAutoCommit(true);
        planOnce(connection, false);
      } catch (SQLException e) {
        LOG.debug("a broken connection did not close: {}", e.getMessage());
      }
    }
  }
}
