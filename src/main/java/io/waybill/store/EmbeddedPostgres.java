package io.waybill.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL server of our own, beside this process (design.md, section 7, "Embedded by
/// default"). It listens on 127.0.0.1 only, asks for a generated password, and commits to disk.
///
/// The directory given to [#start(Path, int)] holds `bin-…` (the programs), `data` (the cluster),
/// `password`, `port`, `log` and `lock`. One process has it at a time. A server that a killed
/// process left running is taken over as it is; one that crashed recovers by itself.
///
/// Thread-safe once started.
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final Duration FAST_SHUTDOWN_MAX = Duration.ofSeconds(30);
  private static final Duration IMMEDIATE_SHUTDOWN_MAX = Duration.ofSeconds(10);

  private final DirectoryLock lock;
  private final PostgresCluster cluster;
  private final PostgresLogin login;
  private volatile Postmaster postmaster;
  private boolean closed;

  private EmbeddedPostgres(DirectoryLock lock, PostgresCluster cluster, Postmaster postmaster) {
    this.lock = lock;
    this.cluster = cluster;
    this.login = cluster.login();
    this.postmaster = postmaster;
  }

  /// Makes the cluster if there is none, starts the server or takes over the one that runs, and
  /// waits until it answers: up to a minute, and up to ten more while it recovers from a crash.
  ///
  /// @param directory made if it is not there, readable by its owner only
  /// @param port 0 for a free one, remembered and changed when somebody else has it
  /// @throws StartFailure when it cannot be had; the message says what to do
  public static EmbeddedPostgres start(Path directory, int port) {
    try {
      Path home = PostgresCluster.home(directory);
      DirectoryLock lock = DirectoryLock.take(home);
      boolean started = false;
      try {
        PostgresCluster cluster = PostgresCluster.prepare(home);
        Postmaster postmaster = running(cluster, port);
        cluster.login().createDatabase(postmaster.port());
        started = true;
        return new EmbeddedPostgres(lock, cluster, postmaster);
      } finally {
        if (!started) {
          lock.close();
        }
      }
    } catch (IOException failure) {
      throw new StartFailure(
          "The embedded PostgreSQL in %s cannot be started: %s".formatted(directory, failure),
          failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StartFailure("Interrupted while PostgreSQL was starting.", interrupted);
    }
  }

  private static Postmaster running(PostgresCluster cluster, int port)
      throws IOException, InterruptedException {
    PostgresLaunch launch = new PostgresLaunch(cluster);
    Optional<Postmaster> left = launch.adopt();
    if (left.isPresent()) {
      LOG.info("took over PostgreSQL, process {}, left running before", left.get().pid());
      return left.get();
    }
    return launch.start(port);
  }

  /// Starts the server again, on its port, if it has died under us; returns whether it had to.
  ///
  /// @throws StartFailure when it cannot be had now; worth trying again
  public synchronized boolean revive() {
    if (closed || postmaster.isAlive()) {
      return false;
    }
    LOG.error("PostgreSQL, process {}, has died: starting it again", postmaster.pid());
    try {
      postmaster = new PostgresLaunch(cluster).start(postmaster.port());
      return true;
    } catch (IOException failure) {
      throw new StartFailure("PostgreSQL cannot be started again: " + failure, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StartFailure("Interrupted while PostgreSQL was starting again.", interrupted);
    }
  }

  /// The address of the database `waybill`, without user and password.
  public String jdbcUrl() {
    return login.url(postmaster.port(), PostgresLogin.DATABASE);
  }

  /// Name of the user, who owns the server.
  public String user() {
    return PostgresLogin.USER;
  }

  /// Password of the user: a secret, not to be logged.
  public String password() {
    return login.password();
  }

  /// Process id of the server.
  public long pid() {
    return postmaster.pid();
  }

  /// The file by which a running server is known; it is gone after an orderly stop.
  public Path postmasterPidFile() {
    return Postmaster.pidFile(postmaster.data());
  }

  /// Stops the server in order: connections are cut, what is committed is on disk. A server that
  /// takes longer than 30 s is stopped at once and recovers at the next start. Again is no error.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      stop();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      release();
    }
  }

  /// Forgets the server and leaves it running, as a killed process would.
  synchronized void abandon() {
    closed = true;
    release();
  }

  private void stop() throws InterruptedException {
    if (!postmaster.isAlive()) {
      return;
    }
    ChildProcess.signal(postmaster.pid(), "INT");
    if (!postmaster.awaitEnd(FAST_SHUTDOWN_MAX)) {
      LOG.warn(
          "PostgreSQL did not stop within {} s: stopped at once", FAST_SHUTDOWN_MAX.toSeconds());
      ChildProcess.signal(postmaster.pid(), "QUIT");
      if (!postmaster.awaitEnd(IMMEDIATE_SHUTDOWN_MAX)) {
        LOG.error("PostgreSQL, process {}, does not stop", postmaster.pid());
      }
    }
  }

  private void release() {
    try {
      lock.close();
    } catch (IOException failure) {
      LOG.warn("the lock of the database directory could not be given back", failure);
    }
  }
}
