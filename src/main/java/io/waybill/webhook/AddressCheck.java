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
  private final DnsResolver lookup;

  /** Such an address may not be called; the message names the rule and the settings. */
  static final class Refused extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    private final String why;

    Refused(String rule) {
      why =
          "the endpoint's address is not allowed: "
              + rule
              + "; the operator can allow it with callbacks.allow_private_addresses, or for this"
              + " endpoint alone with ./waybill endpoint allow-private";
    }

    String why() {
      return why;
    }

    @Override
    public String getMessage() {
      return why;
    }
  }

  /** Checks what another resolver finds. */
  AddressCheck(DnsResolver lookup) {
    this.lookup = lookup;
  }

  /** The rule that forbids an address, with its source; empty if it may be called. */
  static Optional<String> whyRefused(InetAddress address) {
    return SpecialBlocks.of(address.getAddress());
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] found = lookup.resolve(host);
    for (InetAddress address : found) {
      Optional<String> rule = whyRefused(address);
      if (rule.isPresent()) {
        throw new Refused(rule.get());
      }
    }
    return found;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
