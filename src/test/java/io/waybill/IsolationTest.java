package io.waybill;

import static io.waybill.command.TestServer.OTHERS_ADMIN;
import static io.waybill.command.TestServer.SHOP;
import static io.waybill.command.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.Scope;
import io.waybill.command.TestServer;
import io.waybill.http.Route;
import io.waybill.store.AdminStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation that there is, made from the routes themselves: with another account's ids, with
 * each scope missing, and without a key. A new route is tried without being named here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IsolationTest {
  private static final String NOBODYS = "019a9d2c-7f00-7000-8000-0000000000a0";
  private static final String SECRET_TEXT = "the shop's own words";

  /** A key of `shop` for each scope, that has only this one. */
  private static final Map<Scope, String> ONLY =
      Map.of(
          Scope.SEND,
          TestServer.SENDS,
          Scope.READ,
          TestServer.READS,
          Scope.ADMIN,
          TestServer.ADMINS);

  private TestServer server;
  private final List<String> shopsIds = new ArrayList<>();

  @BeforeAll
  void start(@TempDir Path directory) throws IOException, SQLException, AdminStore.Refused {
    server = TestServer.start(directory);
    var sent =
        json(
            server.call(
                "POST",
                "/v1/omnimessage",
                SHOP,
                "{\"to\":\"+37255555501\",\"dlr_url\":\"http://127.0.0.1:9/x\",\"messages\":["
                    + "{\"channel\":\"sms\",\"text\":\""
                    + SECRET_TEXT
                    + "\"}]}"));
    shopsIds.add(sent.get("omnimessage_id").asString());
    shopsIds.add(sent.at("/messages/0/message_id").asString());
    var endpoint =
        server.call(
            "POST", "/api/v1/endpoints", TestServer.ADMINS, "{\"url\":\"http://shop.example/x\"}");
    shopsIds.add(json(endpoint).get("id").asString());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private List<Route> keyed() {
    return server.routes().stream().filter(route -> route.needed() != null).toList();
  }

  @Test
  void everyRouteIsOpenOnPurposeOrAsksWhoCalls() {
    assertThat(server.routes().stream().filter(r -> r.access() == Route.Access.HANDLER))
        .as("routes whose handler looks at who asks: see the classic API's and the channels' tests")
        .allSatisfy(r ->
            assertThat(r.pattern())
                .matches(
                    "(/v1)?/(send_sms|get_dlr_response|cancel_sms|get_balance|prices|pricelist)"
                        + "|/channels/\\{adapter\\}"));
    assertThat(keyed()).hasSizeGreaterThan(15);
  }

  @TestFactory
  List<DynamicTest> withoutAKeyEveryOperationIsAnswered401() {
    return each(
        keyed(),
        route -> {
          var answer = call(route, NOBODYS, "");
          assertThat(answer.statusCode()).isEqualTo(401);
          assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
          assertThat(call(route, NOBODYS, SHOP + "x").statusCode()).isIn(401, 429);
        });
  }

  @TestFactory
  List<DynamicTest> noKeyOfAnAccountOpensWhatIsTheOperators() {
    List<Route> operators =
        server.routes().stream().filter(r -> r.access() == Route.Access.OPERATOR).toList();
    assertThat(operators).hasSizeGreaterThan(10);
    return each(
        operators,
        route -> {
          for (String who : List.of("", SHOP, TestServer.ADMIN, OTHERS_ADMIN)) {
            var answer = call(route, "shop", who);
            assertThat(answer.statusCode()).as("for '%s'", who).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                .startsWith("Bearer");
          }
        });
  }

  @TestFactory
  List<DynamicTest> withoutItsScopeEveryOperationIsAnswered403() {
    return each(
        keyed(),
        route ->
            ONLY.forEach((scope, key) -> {
              if (scope != route.needed()) {
                var answer = call(route, shopsIds.getFirst(), key);
                assertThat(answer.statusCode()).as("with scope " + scope).isEqualTo(403);
                assertThat(answer.body()).doesNotContain(SECRET_TEXT).doesNotContain("37255555501");
              }
            }));
  }

  @TestFactory
  List<DynamicTest> anotherAccountsIdsAreAsUnknownAsThoseOfNobody() {
    List<Route> withIds = keyed().stream().filter(r -> r.pattern().contains("{")).toList();
    assertThat(withIds).hasSizeGreaterThan(6);
    return each(
        withIds,
        route -> {
          String nobodys = call(route, NOBODYS, OTHERS_ADMIN).body().replace(NOBODYS, "ID");
          for (String id : shopsIds) {
            var answer = call(route, id, OTHERS_ADMIN);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
            assertThat(answer.body().replace(id, "ID")).isEqualTo(nobodys);
          }
        });
  }

  @TestFactory
  List<DynamicTest> listsShowNothingOfAnotherAccount() {
    List<Route> lists =
        keyed().stream()
            .filter(r -> r.method().equals("GET") && !r.pattern().contains("{"))
            .toList();
    return each(
        lists,
        route -> {
          String body = call(route, NOBODYS, OTHERS_ADMIN).body();
          assertThat(shopsIds).noneMatch(body::contains);
          assertThat(body).doesNotContain(SECRET_TEXT).doesNotContain("37255555501");
        });
  }

  private HttpResponse<String> call(Route route, String id, String who) {
    String path = route.pattern().replaceAll("\\{[a-z_]+}", id);
    String body =
        route.method().equals("POST")
            ? "{\"url\":\"http://other.example/x\",\"outcome\":\"failed\"}"
            : "";
    return server.call(route.method(), path, who, body);
  }

  private interface Check {
    void on(Route route);
  }

  private static List<DynamicTest> each(List<Route> routes, Check check) {
    return routes.stream()
        .map(r -> DynamicTest.dynamicTest(r.method() + " " + r.pattern(), () -> check.on(r)))
        .toList();
  }
}
