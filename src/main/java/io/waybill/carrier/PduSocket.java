package io.waybill.carrier;

import io.waybill.routing.LinkSpec;
import io.waybill.smpp.Decoded;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.PduBuffer;
import io.waybill.smpp.PduWindow;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PDUs over one TCP connection, perhaps inside TLS, and when the other side was heard last. */
final class PduSocket {
  private static final Logger LOG = LoggerFactory.getLogger(PduSocket.class);
  private static final int CONNECT_MILLIS = 5_000;
  private static final long FAREWELL_MILLIS = 1_000;

  private final Link link;
  private final Socket raw = new Socket();
  private volatile Socket socket = raw;
  private final PduWindow window = new PduWindow();
  private final ReentrantLock writing = new ReentrantLock();
  private volatile long writingSince;
  private volatile long heardNanos = System.nanoTime();

  /** Not while we are too busy to read: then silence says nothing about the carrier. */
  private volatile boolean reading;

  PduSocket(Link link) {
    this.link = link;
  }

  /** Connects; throws with a sentence about what is wrong. */
  void connect(LinkSpec spec) throws IOException {
    raw.setTcpNoDelay(true);
    InetSocketAddress address = new InetSocketAddress(spec.host(), spec.port());
    if (address.isUnresolved()) {
      throw new IOException("the host " + spec.host() + " is not known");
    }
    raw.connect(address, CONNECT_MILLIS);
    LinkSpec.Tls tls = spec.tls();
    if (tls != null) {
      socket = Tls.wrap(raw, spec, tls);
    }
    heardNanos = System.nanoTime();
  }

  /** The next PDU or what stands in its place; never that more octets are needed. */
  Decoded read() throws IOException {
    while (true) {
      Decoded decoded = window.next();
      if (!(decoded instanceof Decoded.NeedsMoreBytes)) {
        // Octets alone are no sign of life: half a PDU could drip in for ever.
        heardNanos = System.nanoTime();
        log(decoded);
        return decoded;
      }
      reading = true;
      int n = socket.getInputStream().read(window.array(), window.end(), window.room());
      reading = false;
      if (n < 0) {
        throw new IOException("closed by the carrier");
      }
      window.received(n);
    }
  }

  private void log(Decoded decoded) {
    WireLog wire = link.wire();
    if (wire == null) {
      return;
    }
    switch (decoded) {
      case Decoded.Complete(var pdu, var _) -> wire.read(pdu);
      case Decoded.Malformed bad ->
          wire.note(
              "< a PDU of %d octets, command_id 0x%08X, that cannot be read: %s"
                  .formatted(bad.length(), bad.commandId(), bad.why()));
      case Decoded.Unframeable(var why) -> wire.note("< what is not SMPP: " + why);
      case Decoded.NeedsMoreBytes _ -> {}
    }
  }

  /** Writes what was put into it, and empties it. */
  void write(PduBuffer out) throws IOException {
    if (out.length() == 0) {
      return;
    }
    writing.lock();
    try {
      writeAll(out);
    } finally {
      writing.unlock();
    }
  }

  /** Writes this if whoever writes now is done soon; for the end of a connection. */
  void writeLast(List<Pdu> pdus) {
    PduBuffer out = new PduBuffer();
    pdus.forEach(pdu -> put(out, pdu));
    try {
      if (writing.tryLock(FAREWELL_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          writeAll(out);
        } finally {
          writing.unlock();
        }
      }
    } catch (IOException e) {
      LOG.debug("no goodbye: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeAll(PduBuffer out) throws IOException {
    writingSince = System.nanoTime();
    OutputStream stream = socket.getOutputStream();
    stream.write(out.array(), 0, out.length());
    stream.flush();
    writingSince = 0;
    out.clear();
  }

  /** Puts a PDU where it will be written from. */
  void put(PduBuffer out, Pdu pdu) {
    out.put(pdu);
    @Nullable WireLog wire = link.wire();
    if (wire != null) {
      wire.wrote(pdu);
    }
  }

  /** Whether it waits for the carrier; if not, silence is not the carrier's. */
  boolean isReading() {
    return reading;
  }

  /** For how long nothing was heard, or nothing could be written; whichever is longer. */
  long silenceNanos(long now) {
    if (!reading) {
      heardNanos = now;
    }
    long since = writingSince;
    long stuck = since == 0 ? 0 : now - since;
    return Math.max(stuck, now - heardNanos);
  }

  /** Breaks it off, whatever reads or writes. */
  void close() {
    try {
      raw.close(); // TLS would first want to write
    } catch (IOException e) {
      LOG.debug("the socket did not close: {}", e.getMessage());
    }
  }
}
