package io.waybill.receipt;

import io.waybill.ops.Essential;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded queue, and a thread that works on what waits in it, so many at a time. Who puts
 * something into a full one waits: a link stops reading, and so its carrier stops writing.
 */
final class Batches<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Batches.class);

  private final String name;
  private final ArrayBlockingQueue<T> waiting;
  private final int batchMax;
  private final Consumer<List<T>> work;
  private final Consumer<T> failed;
  private @Nullable Thread thread;
  private volatile boolean closed;

  /**
   * @param waitingMax most that wait
   * @param batchMax most that are worked on together
   * @param failed told of each one of a batch whose work has thrown
   */
  Batches(String name, int waitingMax, int batchMax, Consumer<List<T>> work, Consumer<T> failed) {
    this.name = name;
    this.waiting = new ArrayBlockingQueue<>(waitingMax);
    this.batchMax = batchMax;
    this.work = work;
    this.failed = failed;
  }

  void start() {
    thread = Essential.virtual(name).start(this::run);
  }

  /** The same with a thread of the operating system, which needs not wait behind callbacks. */
  void startApart() {
    thread = Essential.platform(name).start(this::run);
  }

  /** Waits for room; if the thread is interrupted meanwhile, it has failed. */
  void put(T one) {
    try {
      waiting.put(one);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed.accept(one);
    }
  }

  /** For those who cannot wait: without room it has failed. */
  void offer(T one) {
    if (!waiting.offer(one)) {
      failed.accept(one);
    }
  }

  int waiting() {
    return waiting.size();
  }

  private void run() {
    List<T> batch = new ArrayList<>(batchMax);
    while (!closed) {
      try {
        T first = waiting.poll(200, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          waiting.drainTo(batch, batchMax - 1);
          work.accept(List.copyOf(batch));
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("{}: a batch of {} has failed", name, batch.size(), e);
        batch.forEach(failed);
      } finally {
        batch.clear();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
