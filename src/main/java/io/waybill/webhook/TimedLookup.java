package io.waybill.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up on threads of its own. The system's look-up is native code, and the other one
 * waits in a selector: on a virtual thread either would hold one of the few carrier threads, so a
 * silent name server could stop every step of this process. One look-up per name at a time, at most
 * 64 in all, waited for no longer than a connection.
 */
final class TimedLookup implements DnsResolver, AutoCloseable {
  private static final int THREADS_MAX = 64;

  private final DnsResolver names;
  private final Duration patience;
  private final Map<String, Future<InetAddress[]>> underWay = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          THREADS_MAX,
          30,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("callback-lookup-", 0).factory());

  /** Nobody said whether there is such a name; the message is for customers. */
  static final class Unanswered extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    Unanswered(String why, @Nullable Throwable cause) {
      super(why);
      initCause(cause);
    }

    /** The name servers said nothing, or nothing that makes sense. */
    static Unanswered byServers(@Nullable Throwable cause) {
      return new Unanswered(
          "the endpoint's name could not be looked up: no name server gave an answer", cause);
    }

    String why() {
      return String.valueOf(super.getMessage());
    }
  }

  TimedLookup(DnsResolver names, Duration patience) {
    this.names = names;
    this.patience = patience;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    FutureTask<InetAddress[]> own = new FutureTask<>(() -> names.resolve(host));
    Future<InetAddress[]> other = underWay.putIfAbsent(host, own);
    if (other == null) {
      start(host, own);
    }
    Future<InetAddress[]> lookup = other == null ? own : other;
    try {
      return lookup.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw Unanswered.byServers(late);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Unanswered unanswered) {
        throw new Unanswered(unanswered.why(), failed); // others wait for the same look-up
      }
      throw unknown("the endpoint's name was not found", failed);
    } catch (CancellationException failed) {
      throw unknown("the endpoint's name was not found", failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw unknown("stopped while looking up the endpoint's name", stopped);
    }
  }

  private void start(String host, FutureTask<InetAddress[]> task) throws UnknownHostException {
    try {
      threads.execute(() -> {
        try {
          task.run();
        } finally {
          underWay.remove(host, task);
        }
      });
    } catch (RejectedExecutionException full) {
      underWay.remove(host, task);
      task.cancel(false);
      throw new Unanswered(
          "the endpoint's name could not be looked up: too many others are waited for", full);
    }
  }

  private static UnknownHostException unknown(String why, Throwable cause) {
    UnknownHostException unknown = new UnknownHostException(why);
    unknown.initCause(cause);
    return unknown;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
