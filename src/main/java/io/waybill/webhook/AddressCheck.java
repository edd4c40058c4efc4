package io.waybill.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Lets callbacks go to public addresses only, so that a customer's URL cannot make us call what is
 * inside our own network. It is the HTTP client's resolver, for literal addresses too: what was
 * checked is what is connected to, and a name that changes its answer gains nothing. One forbidden
 * address among several forbids the name.
 */
final class AddressCheck implements DnsResolver {
  private final boolean allowPrivate;
  private final DnsResolver lookup;

  /** Such an address may not be called; the message names the rule and the setting. */
  static final class Refused extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    private final String why;

    Refused(String rule) {
      why =
          "the endpoint's address is not allowed: "
              + rule
              + "; callbacks.allow_private_addresses would allow it";
    }

    String why() {
      return why;
    }

    @Override
    public String getMessage() {
      return why;
    }
  }

  /**
   * Checks what another resolver finds.
   *
   * @param allowPrivate {@code callbacks.allow_private_addresses}: let everything pass
   */
  AddressCheck(boolean allowPrivate, DnsResolver lookup) {
    this.allowPrivate = allowPrivate;
    this.lookup = lookup;
  }

  /** The rule that forbids an address, with its source; empty if it may be called. */
  static Optional<String> whyRefused(InetAddress address) {
    return SpecialBlocks.of(address.getAddress());
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] found = lookup.resolve(host);
    if (!allowPrivate) {
      for (InetAddress address : found) {
        Optional<String> rule = whyRefused(address);
        if (rule.isPresent()) {
          throw new Refused(rule.get());
        }
      }
    }
    return found;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
