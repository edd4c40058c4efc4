package io.waybill.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.waybill.http.Patience.Phase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/// Connections of another kind, with bounds on how long each waits for its client, and on how many
/// one address has.
record PatientConnections(ServerConnectionSelector inner, Patience patience, Peers peers)
    implements ServerConnectionSelector {

  /// Octets of a request line without end that are thrown away after its answer.
  private static final int LINGER_MAX = 16 << 20;

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
    // This is the thread that will handle it.
    InetAddress from =
        context.remotePeer().address() instanceof InetSocketAddress peer
            ? peer.getAddress()
            : InetAddress.getLoopbackAddress();
    if (!peers.enter(from)) {
      throw new CloseConnectionException("too many connections from this address");
    }
    patience.await(Phase.FIRST_REQUEST);
    Inlet inlet = Inlet.of(context.dataReader());
    return new Patient(
        inner.connection(new Through(context, inlet.reader())),
        context.dataReader(),
        patience,
        peers,
        from);
  }

  /// A connection that is read from elsewhere.
  private record Through(ConnectionContext inner, DataReader dataReader)
      implements ConnectionContext {
    @Override
    public ListenerContext listenerContext() {
      return inner.listenerContext();
    }

    @Override
    public ExecutorService executor() {
      return inner.executor();
    }

    @Override
    public DataWriter dataWriter() {
      return inner.dataWriter();
    }

    @Override
    public Router router() {
      return inner.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
      return inner.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
      return inner.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
      return inner.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
      return inner.localPeer();
    }

    @Override
    public boolean isSecure() {
      return inner.isSecure();
    }

    @Override
    public String socketId() {
      return inner.socketId();
    }

    @Override
    public String childSocketId() {
      return inner.childSocketId();
    }
  }

  private record Patient(
      ServerConnection inner, DataReader reader, Patience patience, Peers peers, InetAddress from)
      implements ServerConnection, InterruptableTask<Void> {

    @Override
    public void handle(Limit limit) throws InterruptedException {
      try {
        inner.handle(limit);
      } finally {
        if (patience.isAt(Phase.LAST_ANSWER)) {
          throwAwayTheRest();
        }
        patience.await(Phase.CLOSE);
        peers.leave(from);
      }
    }

    /// A client that is still writing would see a reset connection instead of the answer.
    private void throwAwayTheRest() {
      patience.await(Phase.LINGER);
      try {
        for (long thrownAway = 0; thrownAway < LINGER_MAX; ) {
          reader.ensureAvailable();
          int octets = reader.available();
          reader.skip(octets);
          thrownAway += octets;
        }
      } catch (RuntimeException over) {
        return; // the client has hung up, or has used up its time
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
      Inlet.own().headersBegin();
      patience.await(Phase.HEADERS);
    }

    @Override
    public void headers(ConnectionContext context, Headers headers) {
      Inlet.own().headersEnd();
      // In vain if it was late: the channel is closed, reading on will fail.
      boolean late = !patience.arrived();
      if (late) {
        throw new CloseConnectionException("the headers came too slowly");
      }
    }
  }
}
