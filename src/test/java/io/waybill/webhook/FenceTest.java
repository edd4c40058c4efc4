package io.waybill.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.ops.Config;
import io.waybill.webhook.Caller.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where callbacks may go and by which way: names that change, ports, proxy, source address. */
class FenceTest {
  /** Public by its number; from a test's machine there is no way to it. */
  private static final String NOWHERE = "2a00::1";

  private static Config.Callbacks config(
      String ports, @Nullable String source, @Nullable URI proxy) {
    return new Config.Callbacks(
        false,
        Duration.ofMillis(500),
        Duration.ofMillis(800),
        8,
        64,
        512,
        1_000_000,
        ports,
        source,
        proxy,
        List.of());
  }

  /** A name server whose answer is another one each time. */
  private static final class Rebinding implements DnsResolver {
    final AtomicInteger asked = new AtomicInteger();
    private final List<List<String>> answers;

    Rebinding(List<List<String>> answers) {
      this.answers = answers;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      List<String> answer = answers.get(asked.getAndIncrement() % answers.size());
      return answer.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  @Test
  void aNameThatChangesItsAddressNeverLeadsInside() throws IOException {
    Rebinding names =
        new Rebinding(
            List.of(
                List.of(NOWHERE),
                List.of("127.0.0.1"),
                List.of(NOWHERE, "127.0.0.1"),
                List.of("::ffff:127.0.0.1"),
                List.of("169.254.169.254")));
    try (var inside = RawCustomer.answering("HTTP/1.1 200 OK\r\n\r\n");
        Caller caller = new Caller(config("1-65535", null, null), names)) {
      URI target = URI.create("http://rebinding.example:" + inside.port() + "/");
      for (int i = 0; i < 10; i++) {
        Outbound outbound = new Outbound("POST", target, "{}", Map.of());
        assertThat(caller.exchange(outbound, false, false)).isInstanceOf(Result.NoAnswer.class);
      }
      assertThat(names.asked.get()).isGreaterThanOrEqualTo(10);
      assertThat(inside.connections).hasValue(0);
    }
  }

  @Test
  void aConnectionThatOneEndpointMayHaveIsNotLentToAnother() throws IOException {
    try (var inside = RawCustomer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Caller caller =
            new Caller(config("1-65535", null, null), SystemDefaultDnsResolver.INSTANCE)) {
      Outbound outbound = new Outbound("POST", inside.uri("/"), "{}", Map.of());
      assertThat(caller.exchange(outbound, true, false)).isInstanceOf(Result.Answered.class);
      assertThat(caller.exchange(outbound, false, false)).isInstanceOf(Result.NoAnswer.class);
      assertThat(inside.requests).hasValue(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "80,443,1024-65535|http|-1|",
        "80,443,1024-65535|https|-1|",
        "80,443,1024-65535|http|8080|",
        "80,443,1024-65535|http|65535|",
        "80,443,1024-65535|http|81|not among",
        "80,443,1024-65535|http|1023|not among",
        "1-65535|http|22|other services",
        "1-65535|http|25|other services",
        "1-65535|http|5432|other services",
        "1-65535|http|6379|other services",
        "1-65535|https|9200|other services",
        "443|http|-1|port 80 is not among",
        "443|https|443|"
      })
  void portsAreAllowedOrSaidWhyNot(String allowed, String scheme, int port, String why) {
    String said = new Ports(allowed).whyRefused(scheme, port).orElse("");
    if (why == null) {
      assertThat(said).isEmpty();
    } else {
      assertThat(said).contains(why);
    }
  }

  @Test
  void aRefusedPortGetsNoConnection() throws IOException {
    try (var inside = RawCustomer.answering("HTTP/1.1 200 OK\r\n\r\n");
        Caller caller = new Caller(config("443", null, null), SystemDefaultDnsResolver.INSTANCE)) {
      Result result =
          caller.exchange(new Outbound("GET", inside.uri("/"), "", Map.of()), true, false);
      assertThat(result.toString()).contains("callbacks.ports");
      assertThat(inside.connections).hasValue(0);
    }
  }

  @Test
  void callbacksComeFromTheAddressThatIsConfigured() throws IOException {
    AtomicReference<String> from = new AtomicReference<>();
    try (var customer =
            new RawCustomer((socket, self) -> {
              from.set(socket.getInetAddress().getHostAddress());
              while (self.readRequest(socket)) {
                socket
                    .getOutputStream()
                    .write(
                        "HTTP/1.1 204 \r\n\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
              }
            });
        Caller caller =
            new Caller(config("1-65535", "127.0.0.9", null), SystemDefaultDnsResolver.INSTANCE)) {
      Outbound outbound = new Outbound("GET", customer.uri("/a?b=%2B1"), "", Map.of());
      assertThat(caller.exchange(outbound, true, false)).isInstanceOf(Result.Answered.class);
      assertThat(from).hasValue("127.0.0.9");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http.proxyHost", "https.proxyHost"})
  void aProxyIsTakenFromTheConfigurationOnly(String property) throws IOException {
    try (var proxy = RawCustomer.answering("HTTP/1.1 200 OK\r\n\r\n");
        var customer = RawCustomer.answering("HTTP/1.1 200 OK\r\n\r\n")) {
      System.setProperty(property, "127.0.0.1");
      System.setProperty(property.replace("Host", "Port"), Integer.toString(proxy.port()));
      try (Caller caller =
          new Caller(config("1-65535", null, null), SystemDefaultDnsResolver.INSTANCE)) {
        caller.exchange(new Outbound("GET", customer.uri("/"), "", Map.of()), true, false);
      } finally {
        System.clearProperty(property);
        System.clearProperty(property.replace("Host", "Port"));
      }
      assertThat(customer.requests).hasValue(1);
      assertThat(proxy.connections).hasValue(0);
    }
  }

  @Test
  void withAProxyTheAddressIsCheckedBeforeItIsAsked() throws IOException {
    try (var proxy = RawCustomer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
      URI address = URI.create("http://127.0.0.1:" + proxy.port());
      DnsResolver names =
          new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) {
              String found = host.equals("inside.example") ? "10.0.0.1" : NOWHERE;
              return new InetAddress[] {
                InetAddress.ofLiteral(host.equals("127.0.0.1") ? host : found)
              };
            }

            @Override
            public String resolveCanonicalHostname(String host) {
              return host;
            }
          };
      try (Caller caller = new Caller(config("1-65535", null, address), names)) {
        URI inside = URI.create("http://inside.example/");
        assertThat(
                caller.exchange(new Outbound("GET", inside, "", Map.of()), false, false).toString())
            .contains("RFC 1918");
        assertThat(proxy.connections).hasValue(0);
        URI outside = URI.create("http://outside.example/x");
        assertThat(caller.exchange(new Outbound("GET", outside, "", Map.of()), false, false))
            .isInstanceOf(Result.Answered.class);
        assertThat(proxy.requests).hasValue(1);
      }
    }
  }
}
