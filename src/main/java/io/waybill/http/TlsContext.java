package io.waybill.http;

import io.waybill.http.Patience.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// A context whose handshakes are bounded in time and number and speak TLS 1.2 or 1.3. Helidon 4.5
/// offers no place for these: it takes a socket from the context and shakes hands on it for as long
/// as the client likes.
final class TlsContext extends SSLContext {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  TlsContext(SSLContext inner, Patience patience, Peers peers) {
    super(new Spi(inner, patience, peers), inner.getProvider(), inner.getProtocol());
  }

  private static final class Spi extends SSLContextSpi {
    private final SSLContext inner;
    private final Patience patience;
    private final Peers peers;

    Spi(SSLContext inner, Patience patience, Peers peers) {
      this.inner = inner;
      this.patience = patience;
      this.peers = peers;
    }

    @Override
    protected void engineInit(
        KeyManager @Nullable [] keys,
        TrustManager @Nullable [] trusted,
        @Nullable SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("it is initialized already");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return new Sockets(inner.getSocketFactory(), patience, peers);
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return inner.getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return bounded(inner.createSSLEngine());
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return bounded(inner.createSSLEngine(host, port));
    }

    private static SSLEngine bounded(SSLEngine engine) {
      engine.setEnabledProtocols(PROTOCOLS);
      return engine;
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return inner.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return inner.getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      SSLParameters parameters = inner.getDefaultSSLParameters();
      parameters.setProtocols(PROTOCOLS);
      return parameters;
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return inner.getSupportedSSLParameters();
    }
  }

  /// Made by a connection's own thread, right before its handshake.
  private static final class Sockets extends SSLSocketFactory {
    private final SSLSocketFactory inner;
    private final Patience patience;
    private final Peers peers;

    Sockets(SSLSocketFactory inner, Patience patience, Peers peers) {
      this.inner = inner;
      this.patience = patience;
      this.peers = peers;
    }

    @Override
    public Socket createSocket(Socket socket, @Nullable InputStream consumed, boolean autoClose)
        throws IOException {
      if (!peers.enter(socket.getInetAddress())) {
        throw new IOException("too many connections from this address");
      }
      Socket made = inner.createSocket(socket, consumed, autoClose);
      if (made instanceof SSLSocket tls) {
        tls.setEnabledProtocols(PROTOCOLS);
      }
      patience.await(Phase.HANDSHAKE);
      return made;
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return inner.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return inner.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
        throws IOException {
      return inner.createSocket(socket, host, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return inner.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return inner.createSocket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return inner.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return inner.createSocket(host, port, local, localPort);
    }
  }
}
