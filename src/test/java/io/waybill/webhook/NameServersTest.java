package io.waybill.webhook;

import static io.waybill.webhook.ScriptedNames.addresses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.ops.NameServer;
import io.waybill.webhook.ScriptedNames.Answer;
import io.waybill.webhook.ScriptedNames.Question;
import io.waybill.webhook.ScriptedNames.RecordType;
import io.waybill.webhook.ScriptedNames.Said;
import io.waybill.webhook.ScriptedNames.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking up names at name servers of our own, which say what they like. */
class NameServersTest {
  private static final Duration PATIENCE = Duration.ofMillis(600);

  /** A busy machine may be late. */
  private static final Duration LATE = Duration.ofSeconds(3);

  private static NameServers of(ScriptedNames... servers) {
    return new NameServers(
        Arrays.stream(servers).map(s -> new NameServer("127.0.0.1", s.port())).toList(), PATIENCE);
  }

  private static List<String> found(Script script, String name) throws IOException {
    try (ScriptedNames server = new ScriptedNames(script)) {
      return found(of(server), name);
    }
  }

  private static List<String> found(NameServers names, String name) throws UnknownHostException {
    return Arrays.stream(names.resolve(name)).map(InetAddress::getHostAddress).toList();
  }

  private static void unanswered(ThrowingCallable lookUp) {
    long began = System.nanoTime();
    assertThatThrownBy(lookUp)
        .isInstanceOf(TimedLookup.Unanswered.class)
        .hasMessageContaining("no name server gave an answer");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE.plus(LATE));
  }

  @Test
  void allAddressesOfBothKindsAreFound() throws IOException {
    assertThat(found(q -> addresses(q, "2001:db8::1", "192.0.2.1", "192.0.2.2"), "shop.example"))
        .containsExactlyInAnyOrder("192.0.2.1", "192.0.2.2", "2001:db8:0:0:0:0:0:1");
    assertThat(found(q -> addresses(q, "2001:db8::1"), "six.example"))
        .containsExactly("2001:db8:0:0:0:0:0:1");
  }

  @Test
  void aMappedAddressIsTheIpv4AddressThatItStandsFor() throws IOException {
    Script script =
        q ->
            q.type() == RecordType.AAAA
                ? new Answer.Records(
                    List.of(new Said(q.name(), RecordType.AAAA, "::ffff:127.0.0.1")))
                : new Answer.Records(List.of());
    assertThat(found(script, "mapped.example")).containsExactly("127.0.0.1");
  }

  @Test
  void anAliasIsFollowedWhetherItsAddressComesWithItOrNot() throws IOException {
    Script whole =
        q ->
            q.type() == RecordType.A
                ? new Answer.Records(
                    List.of(
                        new Said(q.name(), RecordType.CNAME, "cdn.example"),
                        new Said("cdn.example", RecordType.A, "192.0.2.9")))
                : new Answer.Records(List.of(new Said(q.name(), RecordType.CNAME, "cdn.example")));
    assertThat(found(whole, "shop.example")).containsExactly("192.0.2.9");
    Script halves =
        q ->
            q.name().equals("cdn.example")
                ? addresses(q, "192.0.2.9")
                : new Answer.Records(List.of(new Said(q.name(), RecordType.CNAME, "cdn.example")));
    assertThat(found(halves, "shop.example")).containsExactly("192.0.2.9");
  }

  @Test
  void aliasesThatGoRoundInACircleEnd() throws IOException {
    Script circle =
        q -> new Answer.Records(List.of(new Said(q.name(), RecordType.CNAME, q.name())));
    try (ScriptedNames server = new ScriptedNames(circle)) {
      assertThatThrownBy(() -> of(server).resolve("me.example"))
          .isInstanceOf(UnknownHostException.class);
      assertThat(server.asked("me.example")).hasSizeLessThan(30);
    }
  }

  @Test
  void aNameThatDoesNotExistOrHasNoAddressIsNotFound() throws IOException {
    try (ScriptedNames server =
        new ScriptedNames(
            q -> q.name().startsWith("no.") ? new Answer.Code(3) : addresses(q, new String[0]))) {
      assertThatThrownBy(() -> of(server).resolve("no.example"))
          .isExactlyInstanceOf(UnknownHostException.class)
          .hasMessage("there is no such name");
      assertThat(server.asked("no.example")).hasSize(1);
      assertThatThrownBy(() -> of(server).resolve("empty.example"))
          .isExactlyInstanceOf(UnknownHostException.class)
          .hasMessage("the name has no address");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 5})
  void aServerThatFailsOrRefusesIsNoAnswerAndTheNextIsAsked(int code) throws IOException {
    try (ScriptedNames failing = new ScriptedNames(_ -> new Answer.Code(code));
        ScriptedNames good = new ScriptedNames(q -> addresses(q, "192.0.2.1"))) {
      unanswered(() -> of(failing).resolve("shop.example"));
      assertThat(found(of(failing, good), "shop.example")).containsExactly("192.0.2.1");
    }
  }

  @Test
  void aServerThatNeverAnswersIsNotWaitedForLongerThanAllowed() throws IOException {
    try (ScriptedNames silent = new ScriptedNames(_ -> new Answer.Silence());
        ScriptedNames good = new ScriptedNames(q -> addresses(q, "192.0.2.1"))) {
      unanswered(() -> of(silent).resolve("shop.example"));
      assertThat(silent.asked("shop.example")).as("tried again").hasSizeBetween(2, 3);
      assertThat(found(of(silent, good), "shop.example")).containsExactly("192.0.2.1");
    }
  }

  @Test
  void nobodyAtTheServersPortIsNoAnswer() throws IOException {
    ScriptedNames gone = new ScriptedNames(_ -> new Answer.Silence());
    NameServers names = of(gone);
    gone.close();
    unanswered(() -> names.resolve("shop.example"));
  }

  @Test
  void aServerThatKnowsOnlyIpv4AddressesIsGoodEnough() throws IOException {
    Script script =
        q -> q.type() == RecordType.A ? addresses(q, "192.0.2.1") : new Answer.Silence();
    assertThat(found(script, "shop.example")).containsExactly("192.0.2.1");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 11, 12, 20, 31, 40, 46})
  void anAnswerThatIsCutIsNone(int octets) throws IOException {
    try (ScriptedNames server = new ScriptedNames(_ -> new Answer.Cut(octets))) {
      assertThatThrownBy(() -> of(server).resolve("shop.example"))
          .isInstanceOf(UnknownHostException.class);
    }
  }

  @Test
  void nonsenseAndAnswersToOtherQuestionsAreNone() throws IOException {
    String nonsense = "\u00c0".repeat(300);
    try (ScriptedNames server = new ScriptedNames(_ -> new Answer.Octets(nonsense));
        ScriptedNames guessing = new ScriptedNames(_ -> new Answer.ForAnother("192.0.2.66"))) {
      unanswered(() -> of(server).resolve("shop.example"));
      unanswered(() -> of(guessing).resolve("shop.example"));
    }
  }

  @Test
  void anAnswerTooLongForUdpIsFetchedByTcp() throws IOException {
    String[] many =
        IntStream.rangeClosed(1, 40).mapToObj(i -> "192.0.2." + i).toArray(String[]::new);
    try (ScriptedNames server = new ScriptedNames(q -> addresses(q, many))) {
      assertThat(found(of(server), "many.example")).containsExactlyInAnyOrder(many);
      assertThat(server.byTcp).hasValue(1);
    }
  }

  @Test
  void aNameWithMoreAddressesThanWeWouldTryIsRefused() throws IOException {
    String[] many =
        IntStream.rangeClosed(1, NameServers.ADDRESSES_MAX + 1)
            .mapToObj(i -> "192.0.2." + i)
            .toArray(String[]::new);
    assertThatThrownBy(() -> found(q -> addresses(q, many), "many.example"))
        .hasMessage("the name has too many addresses");
  }

  @Test
  void addressesAreNotAskedFor() throws IOException {
    try (ScriptedNames server = new ScriptedNames(_ -> new Answer.Code(3))) {
      assertThat(found(of(server), "192.0.2.7")).containsExactly("192.0.2.7");
      assertThat(found(of(server), "::1")).containsExactly("0:0:0:0:0:0:0:1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a..example",
        "a\\.example",
        "a/b.example",
        "\"a.example",
        "a b.example",
        "",
        "0123456789012345678901234567890123456789012345678901234567890123.example"
      })
  void whatNoHostIsCalledIsNotAskedFor(String name) throws IOException {
    try (ScriptedNames server = new ScriptedNames(q -> addresses(q, "192.0.2.1"))) {
      assertThatThrownBy(() -> of(server).resolve(name))
          .isExactlyInstanceOf(UnknownHostException.class);
      assertThat(server.asked(name)).isEmpty();
    }
  }

  @Test
  void theHostsFileIsNotLookedAt() throws IOException {
    List<Question> asked;
    try (ScriptedNames server = new ScriptedNames(_ -> new Answer.Code(3))) {
      assertThatThrownBy(() -> of(server).resolve("localhost")).hasMessage("there is no such name");
      asked = server.asked("localhost");
    }
    assertThat(asked).isNotEmpty();
  }
}
