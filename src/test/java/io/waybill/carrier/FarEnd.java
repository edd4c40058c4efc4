package io.waybill.carrier;

import io.waybill.smpp.Decoded;
import io.waybill.smpp.Octets;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.PduBuffer;
import io.waybill.smpp.PduWindow;
import io.waybill.smpp.Status;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A carrier on a real socket that does, PDU by PDU, what the test says. */
final class FarEnd implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final ServerSocket server;
  private final AtomicInteger visits = new AtomicInteger();
  private final List<Pdu.Bind> binds = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** What happens on one connection; when it returns, the connection is closed. */
  interface Script {
    void play(Call call) throws IOException;
  }

  FarEnd(Script script) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), script);
  }

  FarEnd(ServerSocket server, Script script) {
    this.server = server;
    Thread.ofVirtual().start(() -> accept(script));
  }

  int port() {
    return server.getLocalPort();
  }

  /** Connections so far. */
  int visits() {
    return visits.get();
  }

  /** Binds that were granted. */
  List<Pdu.Bind> binds() {
    return List.copyOf(binds);
  }

  private void accept(Script script) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        int number = visits.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(new Call(socket, number), script));
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  private static void serve(Call call, Script script) {
    try (call.socket) {
      call.socket.setSoTimeout(PATIENCE_MILLIS);
      script.play(call);
    } catch (IOException e) {
      // the other side has left, or the test is over
    }
  }

  /** One connection. */
  final class Call {
    final Socket socket;

    /** From 1. */
    final int number;

    private final PduWindow window = new PduWindow();

    private Call(Socket socket, int number) {
      this.socket = socket;
      this.number = number;
    }

    Pdu read() throws IOException {
      while (true) {
        switch (window.next()) {
          case Decoded.Complete(var pdu, var _) -> {
            return pdu;
          }
          case Decoded.NeedsMoreBytes _ -> {
            int n = socket.getInputStream().read(window.array(), window.end(), window.room());
            if (n < 0) {
              throw new EOFException();
            }
            window.received(n);
          }
          case Decoded.Malformed bad -> throw new IOException(bad.why());
          case Decoded.Unframeable(var why) -> throw new IOException(why);
        }
      }
    }

    void write(Pdu... pdus) throws IOException {
      PduBuffer out = new PduBuffer();
      for (Pdu pdu : pdus) {
        out.put(pdu);
      }
      socket.getOutputStream().write(out.array(), 0, out.length());
      socket.getOutputStream().flush();
    }

    void octets(String hex) throws IOException {
      octets(Octets.ofHex(hex).toByteArray());
    }

    void octets(byte[] octets) throws IOException {
      socket.getOutputStream().write(octets);
      socket.getOutputStream().flush();
    }

    /** Takes the bind. */
    Pdu.Bind bind() throws IOException {
      Pdu.Bind bind = (Pdu.Bind) read();
      binds.add(bind); // before the answer: whoever is answered may bind again at once
      write(Pdu.BindResp.to(bind, Status.ESME_ROK, "far"));
      return bind;
    }

    void refuseBind(int status) throws IOException {
      write(Pdu.BindResp.to((Pdu.Bind) read(), status, ""));
    }

    /** Reads one submit_sm; everything else is answered as it should be. */
    Pdu.SubmitSm submit() throws IOException {
      while (true) {
        Pdu pdu = read();
        if (pdu instanceof Pdu.SubmitSm submit) {
          return submit;
        }
        polite(pdu);
      }
    }

    void taken(Pdu.SubmitSm submit) throws IOException {
      write(new Pdu.SubmitSmResp(Status.ESME_ROK, submit.sequence(), "id-" + submit.sequence()));
    }

    /** Takes everything until the other side unbinds or leaves. */
    void serve() throws IOException {
      while (true) {
        Pdu pdu = read();
        if (pdu instanceof Pdu.SubmitSm submit) {
          taken(submit);
        }
        polite(pdu);
      }
    }

    private void polite(Pdu pdu) throws IOException {
      if (pdu instanceof Pdu.EnquireLink(var seq)) {
        write(new Pdu.EnquireLinkResp(Status.ESME_ROK, seq));
      }
      if (pdu instanceof Pdu.Unbind(var seq)) {
        write(new Pdu.UnbindResp(Status.ESME_ROK, seq));
        throw new EOFException();
      }
    }

    /** Reads and says nothing until the other side leaves. */
    void fallSilent() throws IOException {
      while (socket.getInputStream().read() >= 0) {
        // not a word
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
