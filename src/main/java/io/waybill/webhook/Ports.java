package io.waybill.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which ports callbacks may go to: those that {@code callbacks.ports} allows, without those at
 * which something else than a customer's HTTP server listens as a rule. A callback there could be
 * read as an order by what speaks another protocol.
 */
final class Ports {
  /**
   * Not HTTP, by the habit of the Internet (IANA service names; the Fetch standard's bad ports).
   */
  private static final int[] REFUSED = {
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
    103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 138, 139, 143, 161, 162, 179, 389,
    427, 445, 465, 500, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601,
    623, 631, 636, 873, 989, 990, 993, 995, 1080, 1433, 1434, 1521, 1719, 1720, 1723, 1883, 2049,
    2181, 2375, 2376, 2379, 2380, 2775, 3128, 3260, 3306, 3389, 3659, 4045, 4190, 4222, 4369, 5060,
    5061, 5222, 5269, 5432, 5433, 5671, 5672, 5900, 5984, 5985, 5986, 6000, 6379, 6432, 6443, 6566,
    6665, 6666, 6667, 6668, 6669, 6679, 6697, 7000, 7001, 7199, 8086, 8500, 8883, 9042, 9092, 9160,
    9200, 9300, 10080, 10250, 10255, 11211, 15672, 16379, 26379, 27017, 27018, 27019, 50000, 61616
  };

  private final List<int[]> allowed;

  /**
   * @param allowed ports and ranges, as {@code 80,443,1024-65535}
   */
  Ports(String allowed) {
    this.allowed =
        Arrays.stream(allowed.split(",", -1))
            .map(range -> Arrays.stream(range.split("-", -1)).mapToInt(Integer::parseInt).toArray())
            .toList();
  }

  /**
   * Why a port is refused; empty if it is not.
   *
   * @param scheme in lower case: says the port where there is none
   * @param port -1 for none
   */
  Optional<String> whyRefused(String scheme, int port) {
    int actual = port >= 0 ? port : scheme.equals("https") ? 443 : 80;
    if (Arrays.binarySearch(REFUSED, actual) >= 0) {
      return Optional.of("port " + actual + " is not for callbacks: other services use it");
    }
    boolean fits =
        allowed.stream().anyMatch(range -> actual >= range[0] && actual <= range[range.length - 1]);
    return fits
        ? Optional.empty()
        : Optional.of("port " + actual + " is not among those that callbacks.ports allows");
  }
}
