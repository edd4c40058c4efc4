package io.waybill.classic;

import io.waybill.account.ApiKey;
import io.waybill.http.Answer;
import io.waybill.price.Countries;
import io.waybill.price.Price;
import io.waybill.price.PriceCsv;
import io.waybill.price.Prices;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `get_balance`, `prices` and `pricelist` (contract 3.4 and 3.5). Clients of the official library
/// read the answer to `prices` by its media type, so here it is not text/plain.
final class Tariff {
  /// What an account without limit has, because clients want a number.
  private static final String PLENTY = "OK 999999.99";

  private static final int CENTS = 2;

  private final Prices prices;

  Tariff(Prices prices) {
    this.prices = prices;
  }

  /// Rounded down: nobody is told more than there is.
  Answer balance(Parameters parameters, ApiKey key) {
    return Refusal.text(
        prices
            .balance(key.accountId())
            .map(left -> "OK " + left.setScale(CENTS, RoundingMode.FLOOR).toPlainString())
            .orElse(PLENTY));
  }

  Answer list(Parameters parameters, ApiKey key) {
    return new Answer(200, "text/csv; charset=UTF-8", PriceCsv.write(prices.list()));
  }

  Answer prices(Parameters parameters, ApiKey key) {
    String country = parameters.text("country");
    String given = parameters.text("format");
    String format = given == null ? "json" : given.strip().toLowerCase(Locale.ROOT);
    if (parameters.fault().isPresent()) {
      return parameters.fault().get().answer();
    }
    if (country == null) {
      return new Refusal(Refusal.PARAMETER, "country is missing: two letters, as EE.").answer();
    }
    if (!format.equals("json") && !format.equals("xml")) {
      return new Refusal(Refusal.BAD_FORMAT, "format must be json or xml.").answer();
    }
    String code = country.strip().toUpperCase(Locale.ROOT);
    if (!Countries.isCountry(code)) {
      return new Refusal(Refusal.NO_COUNTRY, "country must be a country's two letters, as EE.")
          .answer();
    }
    List<Price> here = prices.list().of(code);
    if (here.isEmpty()) {
      return new Refusal(Refusal.NOT_SERVED, "There is no price for this country.").answer();
    }
    return format.equals("json")
        ? Answer.json(200, json(code, here))
        : new Answer(200, "application/xml", xml(code, here));
  }

  private static ObjectNode json(String code, List<Price> here) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("country", code);
    body.put("name", Countries.name(code));
    body.put("prefix", Countries.prefix(code));
    ArrayNode networks = body.putArray("networks");
    for (Price price : here) {
      networks
          .addObject()
          .put("mccmnc", price.mccmncShown())
          .put("name", price.networkShown())
          .put("price", price.written());
    }
    return body;
  }

  private static String xml(String code, List<Price> here) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<pricing>");
    element(xml, "country", code);
    element(xml, "name", Countries.name(code));
    element(xml, "prefix", Countries.prefix(code));
    xml.append("<networks>");
    for (Price price : here) {
      xml.append("<network>");
      element(xml, "mccmnc", price.mccmncShown());
      element(xml, "name", price.networkShown());
      element(xml, "price", price.written());
      xml.append("</network>");
    }
    return xml.append("</networks></pricing>").toString();
  }

  private static void element(StringBuilder xml, String name, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    xml.append('<').append(name).append('>').append(escaped);
    xml.append("</").append(name).append('>');
  }
}
