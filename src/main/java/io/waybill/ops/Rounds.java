package io.waybill.ops;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the same again and again, with a pause between, on a thread of its own until closed. What
 * goes wrong in one round is logged, once until a round goes well, and never keeps the next one
 * from coming.
 */
public final class Rounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  private final String name;
  private final Duration pause;
  private final Round round;
  private final Thread thread;

  /** What is done in a round. */
  @FunctionalInterface
  public interface Round {
    /** An exception ends this round; an interrupt ends all. */
    void go() throws InterruptedException;
  }

  /** Begins; the first round comes after a pause. */
  public Rounds(String name, Duration pause, Round round) {
    this.name = name;
    this.pause = pause;
    this.round = round;
    thread = Essential.virtual(name).unstarted(this::run);
    thread.start();
  }

  private void run() {
    boolean inTrouble = false;
    try {
      while (true) {
        Thread.sleep(pause);
        try {
          round.go();
          inTrouble = false;
        } catch (RuntimeException failed) {
          if (!inTrouble) {
            LOG.error("{}: a round has failed, the next one comes", name, failed);
          }
          inTrouble = true;
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** The round under way is interrupted; does not wait for its end. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
