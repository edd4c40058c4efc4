package io.waybill.http;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.waybill.http.Patience.Phase;
import java.time.Duration;
import java.util.Set;

/// Connections of another kind, with bounds on how long each waits for its client.
record PatientConnections(ServerConnectionSelector inner, Patience patience)
    implements ServerConnectionSelector {

  @Override
  public int bytesToIdentifyConnection() {
    return inner.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(io.helidon.common.buffers.BufferData data) {
    return inner.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return inner.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    patience.await(Phase.FIRST_REQUEST); // this is the thread that will handle it
    return new Patient(inner.connection(context), patience);
  }

  private record Patient(ServerConnection inner, Patience patience)
      implements ServerConnection, InterruptableTask<Void> {

    @Override
    public void handle(Limit limit) throws InterruptedException {
      try {
        inner.handle(limit);
      } finally {
        patience.await(Phase.CLOSE);
      }
    }

    @Override
    public Duration idleTime() {
      return inner.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      inner.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
      return inner instanceof InterruptableTask<?> task && task.canInterrupt();
    }
  }

  /// Tells the patience how far a request has come.
  record Progress(Patience patience) implements Http1ConnectionListener {
    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
      patience.await(Phase.HEADERS);
    }

    @Override
    public void headers(ConnectionContext context, Headers headers) {
      // In vain if it was late: the channel is closed, reading on will fail.
      boolean late = !patience.arrived();
      if (late) {
        throw new io.helidon.webserver.CloseConnectionException("the headers came too slowly");
      }
    }
  }
}
