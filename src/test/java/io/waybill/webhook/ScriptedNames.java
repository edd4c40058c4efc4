package io.waybill.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A name server (RFC 1035) on a loopback port, by UDP and TCP, that answers each question as its
 * script says, right or wrong. Nothing that it says may be remembered.
 */
public final class ScriptedNames implements AutoCloseable {
  private static final int UDP_OCTETS_MAX = 512;
  private static final int CLASS_INTERNET = 1;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Script script;
  private final Queue<Question> asked = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** How many connections by TCP there were. */
  final AtomicInteger byTcp = new AtomicInteger();

  /** Types of records. */
  public enum RecordType {
    A(1),
    CNAME(5),
    AAAA(28);

    private final int number;

    RecordType(int number) {
      this.number = number;
    }

    static RecordType of(int number) {
      return Arrays.stream(values()).filter(t -> t.number == number).findFirst().orElseThrow();
    }
  }

  /**
   * What it was asked.
   *
   * @param name in lower case, without the last dot
   * @param turn how often it has been asked for this name and type before
   */
  public record Question(String name, RecordType type, int turn) {}

  /** One record of an answer. */
  public record Said(String name, RecordType type, String value) {}

  /** What it says. */
  public sealed interface Answer {
    /** Records; none means that the name has none of that type. */
    record Records(List<Said> all) implements Answer {}

    /** A response code without records: 2 is a failure, 3 "no such name", 5 a refusal. */
    record Code(int number) implements Answer {}

    /** Nothing at all. */
    record Silence() implements Answer {}

    /** The right answer, but only its first octets. */
    record Cut(int octets) implements Answer {}

    /** These octets, in ISO 8859-1. */
    record Octets(String all) implements Answer {}

    /** The right answer to another question, as somebody would send who guesses. */
    record ForAnother(String address) implements Answer {}
  }

  /** Decides what is said. */
  public interface Script {
    Answer to(Question question);
  }

  /** Starts it. */
  public ScriptedNames(Script script) throws IOException {
    this.script = script;
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    tcp = new ServerSocket(0, 50, here);
    udp = new DatagramSocket(new InetSocketAddress(here, tcp.getLocalPort()));
    threads.execute(this::listen);
    threads.execute(this::accept);
  }

  /** Addresses of the type that is asked for; those of the other type are left out. */
  public static Answer addresses(Question question, String... addresses) {
    RecordType type = question.type();
    return new Answer.Records(
        Arrays.stream(addresses)
            .filter(a -> type == (a.indexOf(':') < 0 ? RecordType.A : RecordType.AAAA))
            .map(a -> new Said(question.name(), type, a))
            .toList());
  }

  /** Where it listens. */
  public int port() {
    return udp.getLocalPort();
  }

  /** What it was asked for this name. */
  public List<Question> asked(String name) {
    return asked.stream().filter(q -> q.name().equals(name)).toList();
  }

  private void listen() {
    byte[] space = new byte[UDP_OCTETS_MAX];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(space, space.length);
        udp.receive(packet);
        byte[] reply = reply(Arrays.copyOf(space, packet.getLength()), UDP_OCTETS_MAX);
        if (reply.length > 0) {
          udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = tcp.accept();
        byTcp.incrementAndGet();
        threads.execute(() -> serve(socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] reply = reply(in.readNBytes(in.readUnsignedShort()), Character.MAX_VALUE);
      ByteBuffer framed = ByteBuffer.allocate(Short.BYTES + reply.length);
      socket.getOutputStream().write(framed.putShort((short) reply.length).put(reply).array());
    } catch (IOException gone) {
      // whoever asked has hung up
    }
  }

  /** Empty: nothing is said. */
  private byte[] reply(byte[] request, int octetsMax) {
    ByteBuffer in = ByteBuffer.wrap(request, 12, request.length - 12);
    StringBuilder name = new StringBuilder();
    for (int length = in.get(); length > 0; length = in.get()) {
      byte[] label = new byte[length];
      in.get(label);
      name.append(name.isEmpty() ? "" : ".").append(new String(label, ISO_8859_1));
    }
    String asking = name.toString().toLowerCase(java.util.Locale.ROOT);
    RecordType type = RecordType.of(in.getShort());
    int turn = (int) asked(asking).stream().filter(q -> q.type() == type).count();
    Question question = new Question(asking, type, turn);
    asked.add(question);
    short id = ByteBuffer.wrap(request).getShort();
    return switch (script.to(question)) {
      case Answer.Silence() -> new byte[0];
      case Answer.Octets(var all) -> all.getBytes(ISO_8859_1);
      case Answer.Cut(int octets) ->
          Arrays.copyOf(
              message(id, 0, question, addresses(question, "192.0.2.1", "2001:db8::1")), octets);
      case Answer.ForAnother(var address) ->
          message((short) (id + 1), 0, question, addresses(question, address));
      case Answer.Code(int number) -> message(id, number, question, new Answer.Records(List.of()));
      case Answer.Records records -> {
        byte[] whole = message(id, 0, question, records);
        yield whole.length <= octetsMax ? whole : truncated(id, question);
      }
    };
  }

  private static byte[] truncated(short id, Question question) {
    byte[] header = message(id, 0, question, new Answer.Records(List.of()));
    header[2] |= 0x02; // TC: ask again by TCP
    return header;
  }

  private static byte[] message(short id, int code, Question question, Answer answer) {
    List<Said> records = answer instanceof Answer.Records(var all) ? all : List.of();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ByteBuffer.allocate(12)
            .putShort(id)
            .putShort((short) (0x8180 | code)) // a response, recursion wanted and available
            .putShort((short) 1)
            .putShort((short) records.size())
            .array());
    out.writeBytes(name(question.name()));
    out.writeBytes(numbers(question.type().number, CLASS_INTERNET));
    for (Said said : records) {
      byte[] value =
          said.type() == RecordType.CNAME ? name(said.value()) : octets(said.type(), said.value());
      out.writeBytes(name(said.name()));
      out.writeBytes(numbers(said.type().number, CLASS_INTERNET, 0, 0, value.length));
      out.writeBytes(value);
    }
    return out.toByteArray();
  }

  private static byte[] numbers(int... all) {
    ByteBuffer octets = ByteBuffer.allocate(Short.BYTES * all.length);
    for (int one : all) {
      octets.putShort((short) one);
    }
    return octets.array();
  }

  private static byte[] name(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String label : name.split("\\.", -1)) {
      out.write(label.length());
      out.writeBytes(label.getBytes(ISO_8859_1));
    }
    out.write(0);
    return out.toByteArray();
  }

  /** Java turns mapped addresses into IPv4 ones, which are no AAAA: it is put together again. */
  private static byte[] octets(RecordType type, String address) {
    byte[] octets = InetAddress.ofLiteral(address).getAddress();
    if (type == RecordType.A || octets.length == 16) {
      return octets;
    }
    return ByteBuffer.allocate(16).putLong(0).putInt(0xFFFF).put(octets).array();
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
    threads.shutdownNow();
  }
}
