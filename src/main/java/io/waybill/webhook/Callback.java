package io.waybill.webhook;

import io.waybill.message.ClassicWords;
import io.waybill.message.Entry.Report;
import io.waybill.store.Steps.Telling;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is sent to the customer for one report, in the form that its message asks for. Pure. */
final class Callback {
  private static final String DELIVERY_ID = "Waybill-Delivery-Id";
  private static final int PORT_MAX = 65_535;

  private Callback() {}

  /** Where it goes; empty if that is no absolute http or https URL with a host. */
  static Optional<URI> target(@Nullable String url) {
    if (url == null) {
      return Optional.empty();
    }
    try {
      int fragment = url.indexOf('#');
      URI uri = new URI(fragment < 0 ? url : url.substring(0, fragment));
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean usable =
          (scheme.equals("http") || scheme.equals("https"))
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getPort() != 0
              && uri.getPort() <= PORT_MAX;
      return usable ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException notUrl) {
      return Optional.empty();
    }
  }

  /** The same on every try of the same report, and when it is told again. */
  static String deliveryId(Telling telling) {
    return telling.envelope().id() + "-" + telling.report().number();
  }

  /** The request, not signed yet; empty if its URL cannot be used. */
  static Optional<Outbound> of(Telling telling) {
    return target(telling.envelope().dlrUrl())
        .map(target -> {
          Map<String, String> headers = new LinkedHashMap<>();
          headers.put(DELIVERY_ID, deliveryId(telling));
          return switch (telling.envelope().format()) {
            case CONTRACT -> new Outbound("POST", target, ReportBody.contract(telling), headers);
            case PRODUCT -> new Outbound("POST", target, ReportBody.product(telling), headers);
            case CLASSIC -> new Outbound("GET", classic(target, telling), "", headers);
          };
        });
  }

  /** The classic API's parameters, behind those that the URL has already (contract 3.7). */
  private static URI classic(URI target, Telling telling) {
    Report report = telling.report();
    ClassicWords words = ClassicWords.of(report.state());
    if (words == null) {
      throw new IllegalStateException("a report has a state with a status: " + report);
    }
    String own = target.getRawQuery();
    String url = target.toString();
    String joint = own == null ? "?" : own.isEmpty() || own.endsWith("&") ? "" : "&";
    return URI.create(
        url
            + joint
            + "sms_unique_id="
            + telling.envelope().id()
            + "&status="
            + words.status()
            + "&stat="
            + words.stat()
            + "&err="
            + ClassicWords.err(report.err())
            + "&dlr-mask="
            + words.mask());
  }
}
