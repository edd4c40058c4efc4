package io.waybill.classic;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.accept.Described;
import io.waybill.accept.World;
import io.waybill.price.Price;
import io.waybill.price.PriceList;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document says of the classic routes what they really answer. */
class DocumentTest {
  private static final String KEY = "?username=shop&password=shop-password-0123456";
  private final World world = new World();
  private final JsonNode document = World.json(world.get("/openapi.json"));
  private final Described described = new Described(document);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everyRouteAnswersAsDescribed() {
    world.priceList = new PriceList(List.of(new Price("EE", null, null, new BigDecimal("0.07"))));
    for (String root : List.of("", "/v1")) {
      for (String method : List.of("GET", "POST")) {
        String id = answers(method, root + "/send_sms", "&to=37251000000&text=a").substring(3);
        long later = World.NOON.plus(Duration.ofDays(1)).getEpochSecond();
        answers(method, root + "/send_sms", "&to=1");
        answers(method, root + "/get_dlr_response", "&sms_unique_id=" + id);
        answers(method, root + "/get_dlr_response", "&sms_unique_id=x");
        String scheduled =
            answers(method, root + "/send_sms", "&to=37251000000&text=a&time_to_send=" + later);
        answers(method, root + "/cancel_sms", "&sms_unique_id=" + scheduled.substring(3));
        answers(method, root + "/cancel_sms", "&sms_unique_id=" + scheduled.substring(3));
        answers(method, root + "/get_balance", "");
        answers(method, root + "/get_balance", "&username=other");
        answers(method, root + "/prices", "&country=EE");
        answers(method, root + "/prices", "&country=EE&format=xml");
        answers(method, root + "/prices", "&country=LV");
        answers(method, root + "/pricelist", "");
        answers(method, root + "/pricelist", "&password=x");
      }
    }
    Set<String> classic = described.described();
    classic.removeIf(answer -> !isClassic(answer.split(" ", 3)[1]));
    assertThat(described.seen()).isEqualTo(classic).hasSize(24);
  }

  private boolean isClassic(String path) {
    return document.at("/paths").get(path).get("get") != null
        && "Classic".equals(document.at("/paths").get(path).at("/get/tags/0").asString(""));
  }

  private String answers(String method, String path, String more) {
    HttpResponse<String> response = world.call(method, path + KEY + more, "", "");
    described.check(method, path, response);
    JsonNode answer =
        document.at("/paths").get(path).get(method.toLowerCase(java.util.Locale.ROOT));
    String reference = answer.at("/responses/200/$ref").asString();
    String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
    JsonNode pattern =
        document.at(reference.substring(1)).get("content").get(type).at("/schema/pattern");
    if (type.equals("text/plain")) {
      assertThat(response.body()).matches(Pattern.compile(pattern.asString()));
    }
    return response.body();
  }
}
