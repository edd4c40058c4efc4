package io.waybill.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.waybill.ops.Config.Fault;
import io.waybill.ops.Config.Loaded;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFaultTest {
  private static List<Fault> faults(String yaml) {
    return switch (Config.parse(yaml)) {
      case Loaded.Good(Config config) -> throw new AssertionError("accepted: " + config);
      case Loaded.Bad(List<Fault> faults) -> faults;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http.port              | 65536             | a whole number from 0 to 65535, not "65536"
          http.port              | -1                | a whole number from 0 to 65535
          http.port              | '"8080"'          | a whole number from 0 to 65535
          http.port              | 8080.5            | a whole number
          http.port              | 0x10              | a whole number
          http.port              | [1, 2]            | not a list
          http.port              | {a: 1}            | not a list
          http.port              | ~                 | has no value: give one or remove the line
          http.host              | a b               | an IP address or host name
          http.host              | 127               | write it in quotes: "127"
          http.host              | 0.0.0.0           | would send passwords in the clear
          http.host              | sms.example       | set http.allow_plain: true
          http.tls.key_file      | k.pem             | means nothing without http.tls.certificate_file
          http.tls.certificate_file | c.pem          | means nothing without http.tls.key_file
          http.trusted_proxies   | proxy.example     | is not an address
          http.trusted_proxies   | [10.0.0.0/8, {}]  | not a list
          http.trusted_proxies   | 10.0.0.1/8        | write 10.0.0.0/8 for the range
          http.proxy_header      | x-real-ip         | one of x-forwarded-for, forwarded
          http.max_body_bytes    | 10                | a whole number of bytes from 1024 to 16777216
          database.url           | postgres://h/d    | jdbc:postgresql://host:port/name
          database.url           | jdbc:postgresql://h/d?password=x | database.password_file
          ledger.writers         | 9                 | from 1 to 8
          ledger.group_max       | 5001              | from 1 to 5000
          messages.parts_max     | 256               | from 1 to 255
          messages.parts_max     | 99999999999999999999 | from 1 to 255
          callbacks.allow_private_addresses | yes    | true or false
          callbacks.ports        | 443,70000         | ports go from 1 to 65535
          callbacks.ports        | 9000-8000         | a range from low to high
          callbacks.ports        | https             | ports and ranges
          callbacks.source_address | 999.1.1.1       | write an IP address
          callbacks.proxy        | https://p.example | http:// with host and port
          callbacks.name_servers | 10.0.0.1:0        | is not a name server
          callbacks.name_servers | 10.0.0.1:70000    | write 192.0.2.53, 192.0.2.53:5353
          callbacks.name_servers | 10.0.0.300        | is not a name server
          callbacks.name_servers | '"[10.0.0.1"'     | is not a name server
          callbacks.name_servers | '"[::1]53"'       | is not a name server
          callbacks.name_servers | 'a,,b'            | is not a name server
          callbacks.name_servers | 'a,b,c,d'         | at most 3 name servers
          callbacks.timeout      | 5                 | a duration from 100ms to 5m
          callbacks.timeout      | 5 s               | a duration
          callbacks.timeout      | 3d                | a duration from 100ms to 5m
          callbacks.timeout      | -5s               | a duration
          node                   | a b               | up to 64 letters, digits
          log.level              | loud              | one of error, warn, info, debug, trace
          data                   | '""'              | a path
          """)
  void aValueThatDoesNotFitSaysWhatToWrite(String key, String value, String problem) {
    assertThat(faults("# first\n" + key + ": " + value))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.key()).isEqualTo(key);
          assertThat(fault.line()).isEqualTo(2);
          assertThat(fault.problem()).contains(problem);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "http.prot, http.port",
    "port, http.port",
    "datta, data",
    "keyfile, key_file",
    "log.levle, log.level",
    "ledger.port, http.port",
    "messages.part_max, messages.parts_max",
  })
  void anUnknownKeyIsRefusedAndTheNearestKnownOneNamed(String written, String meant) {
    assertThat(faults(written + ": 1"))
        .containsExactly(new Fault(written, 1, "unknown key: did you mean " + meant + "?"));
  }

  @Test
  void anUnknownSectionIsNamedOnce() {
    assertThat(faults("data: d\n\nhtpp:\n  port: 1\n  host: h\n"))
        .containsExactly(new Fault("htpp", 3, "unknown key: did you mean http?"));
  }

  @Test
  void aKeyGivenTwiceIsAFaultWhereItIsRepeated() {
    assertThat(faults("http:\n  port: 1\n  port: 2\n"))
        .containsExactly(new Fault("http.port", 3, "given twice: remove one of the two"));
    assertThat(faults("http: {port: 1}\nhttp.port: 2\n"))
        .containsExactly(new Fault("http.port", 2, "given twice: remove one of the two"));
    assertThat(faults("http:\n  port: 1\nhttp:\n  host: h\n"))
        .containsExactly(new Fault("http", 3, "given twice: remove one of the two"));
  }

  @Test
  void aSectionWithoutKeysUnderItIsAFault() {
    assertThat(faults("node: n\nhttp: 8080\n"))
        .containsExactly(
            new Fault("http", 2, "this is a section and holds keys: write `key: value` lines"));
    assertThat(faults("just a sentence"))
        .containsExactly(new Fault("", 1, "the file holds keys: write `key: value` lines"));
    assertThat(faults("? [a]\n: 1\n")).singleElement().extracting(Fault::line).isEqualTo(1);
  }

  @Test
  void whatIsNotYamlNamesTheLine() {
    assertThat(faults("node: n\nhttp: [1, 2\nlog: x\n"))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.line()).isEqualTo(3);
          assertThat(fault.problem()).startsWith("this is not YAML: ");
        });
    assertThat(faults("node: n\n---\nnode: m\n")).hasSize(1);
    assertThat(faults("node: \u0000")).hasSize(1);
  }

  @Test
  void anchorsThatContainThemselvesEnd() {
    assertThat(faults("http: &x\n  http: *x\n"))
        .singleElement()
        .extracting(Fault::line)
        .isEqualTo(2);
  }

  @Test
  void allFaultsAreToldAtOnceInTheOrderOfTheFile() {
    assertThat(faults("htp: 1\nhttp:\n  port: x\n  port: 1\nlog: {level: none}\n"))
        .extracting(Fault::line)
        .containsExactly(1, 3, 4, 5);
  }

  @Test
  void twoKeysThatContradictEachOtherAreAFault() {
    assertThat(faults("node: n\ncallbacks.timeout: 1s\n"))
        .containsExactly(
            new Fault(
                "callbacks.connect_timeout",
                2,
                "must not be more than callbacks.timeout: lower this or raise that"));
    assertThat(faults("callbacks.concurrency_total: 4")).hasSize(1);
    assertThat(faults("ledger.queue_max: 10")).hasSize(1);
    assertThat(faults("database:\n  user: u\n  password_file: f\n"))
        .extracting(Fault::key, Fault::line)
        .containsExactly(tuple("database.user", 2), tuple("database.password_file", 3));
  }

  @Test
  void aFaultReadsAsOneLine() {
    assertThat(new Fault("http.port", 3, "remove it")).hasToString("line 3: http.port: remove it");
    assertThat(new Fault("", 0, "remove it")).hasToString("remove it");
  }
}
