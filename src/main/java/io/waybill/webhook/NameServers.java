package io.waybill.webhook;

import io.waybill.ops.NameServer;
import io.waybill.webhook.TimedLookup.Unanswered;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.InvalidNameException;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Finds addresses by asking the DNS servers that the operator named, with the client that comes
 * with Java ({@code jdk.naming.dns}): A and AAAA, CNAMEs followed, by UDP and, where an answer is
 * too long for it, TCP. Neither the hosts file nor search domains are looked at, and nothing is
 * remembered. Blocks, so it is asked on {@link TimedLookup}'s threads; thread-safe.
 */
final class NameServers implements DnsResolver {
  /** More than any endpoint has; all of them would be tried one after the other. */
  static final int ADDRESSES_MAX = 64;

  /** CNAMEs one after the other. */
  static final int ALIASES_MAX = 8;

  /**
   * The JDK asks every server, and once more with twice the time: three times the first wait. Its
   * third round only uses what the others left over.
   */
  private static final int WAITS = 3;

  private static final String ROUNDS = "2";

  /** Host names as they go into a question; a backslash or a slash would be syntax of JNDI. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,252}");

  private final List<NameServer> servers;
  private final Duration patience;
  private final String urls;

  /**
   * @param servers not empty; the next is asked when one does not answer or fails
   * @param patience for a look-up in all
   */
  NameServers(List<NameServer> servers, Duration patience) {
    this.servers = List.copyOf(servers);
    // Less than others wait for us, so that they hear the reason.
    this.patience = patience.multipliedBy(9).dividedBy(10);
    urls = servers.stream().map(server -> "dns://" + server).collect(Collectors.joining(" "));
  }

  /** There is no such record; that is an answer. */
  private static final class NoSuchName extends Exception {
    private static final long serialVersionUID = 1L;

    NoSuchName(Throwable cause) {
      super(cause);
    }
  }

  /**
   * All addresses of a name, those of IPv4 first.
   *
   * @throws UnknownHostException if there is none, if none of the servers gave an answer in time
   *     ({@link Unanswered}), or if there are more than {@value #ADDRESSES_MAX}
   */
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    try {
      return new InetAddress[] {InetAddress.ofLiteral(host)};
    } catch (IllegalArgumentException aName) {
      return lookUp(host, System.nanoTime() + patience.toNanos());
    }
  }

  private InetAddress[] lookUp(String host, long end) throws UnknownHostException {
    String name = host;
    try {
      for (int alias = 0; alias <= ALIASES_MAX; alias++) {
        InetAddress[] found = addresses(name, end);
        if (found.length > 0) {
          return found;
        }
        // Servers tell an alias with the addresses behind it; some leave the second step to us.
        List<String> aliases = ask(name, "CNAME", end);
        if (aliases.isEmpty()) {
          throw new UnknownHostException("the name has no address");
        }
        name = aliases.getFirst();
      }
    } catch (NoSuchName gone) {
      UnknownHostException unknown = new UnknownHostException("there is no such name");
      unknown.initCause(gone);
      throw unknown;
    }
    throw new UnknownHostException("the name is an alias of an alias, too often");
  }

  private InetAddress[] addresses(String name, long end) throws UnknownHostException, NoSuchName {
    Set<InetAddress> found = new LinkedHashSet<>();
    for (String address : ask(name, "A", end)) {
      found.add(InetAddress.ofLiteral(address));
    }
    try {
      for (String address : ask(name, "AAAA", end)) {
        found.add(InetAddress.ofLiteral(address));
      }
    } catch (Unanswered silent) {
      // Some servers know A only, and say nothing to the rest.
      if (found.isEmpty()) {
        throw silent;
      }
    }
    if (found.size() > ADDRESSES_MAX) {
      throw new UnknownHostException("the name has too many addresses");
    }
    return found.toArray(InetAddress[]::new);
  }

  /**
   * The values of one type of record; empty if the name has none. JNDI is banned elsewhere because
   * a look-up of an object by a stranger's name can load his code: here no object is looked up,
   * only records are read, and which provider and which servers is fixed by us.
   */
  @SuppressWarnings("BanJNDI")
  private List<String> ask(String name, String type, long end) throws Unanswered, NoSuchName {
    long left = (end - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw Unanswered.byServers(null);
    }
    try {
      // Made anew: the JDK's context asks one question at a time.
      InitialDirContext context = new InitialDirContext(settings(left));
      try {
        Attribute records = context.getAttributes(question(name), new String[] {type}).get(type);
        return records == null ? List.of() : values(records);
      } finally {
        context.close();
      }
    } catch (NameNotFoundException | InvalidNameException gone) {
      throw new NoSuchName(gone);
    } catch (NamingException | IllegalArgumentException failed) {
      throw Unanswered.byServers(failed);
    }
  }

  private static CompositeName question(String name) throws NamingException {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidNameException("no host is named so");
    }
    return new CompositeName(name.endsWith(".") ? name : name + ".");
  }

  private static List<String> values(Attribute records) throws NamingException {
    List<String> values = new ArrayList<>();
    NamingEnumeration<?> all = records.getAll();
    while (all.hasMore()) {
      values.add(String.valueOf(all.next()));
    }
    return values;
  }

  private Properties settings(long leftMillis) {
    long first = Math.max(1, leftMillis / ((long) WAITS * servers.size()));
    Properties settings = new Properties();
    settings.setProperty(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    settings.setProperty(Context.PROVIDER_URL, urls);
    settings.setProperty("com.sun.jndi.dns.timeout.initial", Long.toString(first));
    settings.setProperty("com.sun.jndi.dns.timeout.retries", ROUNDS);
    return settings;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
