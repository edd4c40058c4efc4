package io.waybill.journey;

import io.waybill.smpp.Decoded;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.PduBuffer;
import io.waybill.smpp.PduWindow;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A carrier that gives ids of its own and says what it likes, whenever it likes.
final class Peer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Talk> talks = new CopyOnWriteArrayList<>();
  private final Map<Integer, Integer> answers = new ConcurrentHashMap<>();
  private final List<ShortMessage> submits = new CopyOnWriteArrayList<>();
  private final AtomicInteger sequence = new AtomicInteger(1_000);
  private volatile Function<ShortMessage, String> ids = _ -> "id-" + submits.size();

  Peer() {
    try {
      server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /// Connections that are bound now.
  int bound() {
    return talks.size();
  }

  /// From now on messages are taken under these ids.
  void names(Function<ShortMessage, String> newIds) {
    ids = newIds;
  }

  /// What was submitted so far.
  List<ShortMessage> submits() {
    return List.copyOf(submits);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(new Talk(socket)));
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  private void serve(Talk talk) {
    try (talk.socket) {
      while (true) {
        Pdu pdu = talk.read();
        switch (pdu) {
          case Pdu.Bind bind -> {
            talk.write(Pdu.BindResp.to(bind, Status.ESME_ROK, "peer"));
            talks.add(talk);
          }
          case Pdu.SubmitSm(var seq, var message) -> {
            submits.add(message);
            talk.write(new Pdu.SubmitSmResp(Status.ESME_ROK, seq, ids.apply(message)));
          }
          case Pdu.EnquireLink(var seq) ->
              talk.write(new Pdu.EnquireLinkResp(Status.ESME_ROK, seq));
          case Pdu.Unbind(var seq) -> {
            talk.write(new Pdu.UnbindResp(Status.ESME_ROK, seq));
            return;
          }
          case Pdu.DeliverSmResp(var status, var seq) -> answers.put(seq, status);
          case Pdu.DataSmResp answer -> answers.put(answer.sequence(), answer.status());
          default -> {}
        }
      }
    } catch (IOException e) {
      // the other side has left, or the test is over
    } finally {
      talks.remove(talk);
    }
  }

  /// Sends a deliver_sm over the connection of that number, from 0; its sequence number.
  int deliver(int connection, ShortMessage message) {
    int seq = sequence.incrementAndGet();
    talks.get(connection).write(new Pdu.DeliverSm(seq, message));
    return seq;
  }

  /// The same as a data_sm.
  int data(ShortMessage message) {
    int seq = sequence.incrementAndGet();
    talks.getFirst().write(new Pdu.DataSm(seq, message));
    return seq;
  }

  /// Sends it and waits until it is acknowledged as stored.
  void tells(ShortMessage message) {
    int seq = deliver(0, message);
    Await.until("it is acknowledged", () -> answered(seq) == Status.ESME_ROK);
  }

  /// The command_status with which it was answered; -1 before.
  int answered(int seq) {
    return answers.getOrDefault(seq, -1);
  }

  private static final class Talk {
    final Socket socket;
    private final PduWindow window = new PduWindow();

    Talk(Socket socket) {
      this.socket = socket;
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
              throw new IOException("closed");
            }
            window.received(n);
          }
          case Decoded.Malformed bad -> throw new IOException(bad.why());
          case Decoded.Unframeable(var why) -> throw new IOException(why);
        }
      }
    }

    synchronized void write(Pdu pdu) {
      PduBuffer out = new PduBuffer();
      out.put(pdu);
      try {
        socket.getOutputStream().write(out.array(), 0, out.length());
        socket.getOutputStream().flush();
      } catch (IOException e) {
        throw new AssertionError("the other side has left", e);
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Talk talk : talks) {
        talk.socket.close();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
