package io.waybill.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.Role;
import io.waybill.account.SessionRule;
import io.waybill.account.SessionRule.Stage;
import io.waybill.command.TestServer;
import io.waybill.dashboard.Visitors.Visitor;
import io.waybill.store.AdminStore;
import io.waybill.store.Campaign;
import io.waybill.store.Campaigns;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every page and everything that is done on one, made from the pages themselves: by nobody, by each
 * role that is too low, by the owner of another account, from a foreign form. A new page is tried
 * without being named here; one with a new kind of id needs a sample of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIsolationTest {
  private static final Pattern SEGMENT = Pattern.compile("\\{([a-z_]+)}");

  private TestServer server;
  private Visitors visitors;
  private final Map<Role, Visitor> shops = new EnumMap<>(Role.class);
  private Visitor others;
  private Visitor operator;

  /** Ids of `shop`, by the name of the segment that takes them; and such that are nobody's. */
  private final Map<String, String> samples = new HashMap<>();

  private static final Map<String, String> NOBODYS =
      Map.of(
          "person",
          "999999",
          "key",
          "nobody",
          "session",
          "999999",
          "account",
          "999999",
          "endpoint",
          "00000000000000000000000000000000",
          "message",
          "01900000-0000-7000-8000-000000000010",
          "view",
          "999999",
          "campaign",
          "01900000-0000-4000-8000-000000000010",
          "report",
          "999999");

  @BeforeAll
  void start(@TempDir Path directory) throws IOException, SQLException, AdminStore.Refused {
    server = TestServer.startForHaste(directory);
    visitors = new Visitors(server);
    for (Role role : List.of(Role.VIEWER, Role.SENDER, Role.OWNER)) {
      shops.put(role, visitors.make(role, "shop"));
    }
    others = visitors.make(Role.OWNER, "other");
    operator = visitors.make(Role.OPERATOR, null);
    Visitor viewer = shop(Role.VIEWER);
    samples.put("person", Long.toString(viewer.id()));
    samples.put("key", "shop");
    samples.put("account", Integer.toString(visitors.account("shop")));
    samples.put("carrier", "default");
    samples.put("receipt", "1");
    String url = "http://127.0.0.1:9/reports";
    int shop = visitors.account("shop");
    server.beside((database, vault) -> {
      new io.waybill.store.PgEndpointStore(database)
          .name(shop, url, java.time.Clock.systemUTC().instant());
      return 0;
    });
    samples.put(
        "endpoint",
        io.waybill.store.EndpointStore.id(io.waybill.store.TellingReader.endpoint(shop, url)));
    samples.put("link", "nobodys-link-00000000000000000000");
    samples.put("message", server.send("+37255500001"));
    samples.put("campaign", campaign(shop));
    samples.put(
        "view",
        server.beside((database, vault) -> {
          var views = new io.waybill.store.SavedViews(database);
          views.save(viewer.id(), visitors.account("shop"), "Mine", "country=EE");
          return Long.toString(views.of(viewer.id(), visitors.account("shop")).getFirst().id());
        }));
    samples.put("report", Long.toString(ReportsTest.finished(server, shop, viewer)));
    samples.put(
        "session",
        server.beside((database, vault) ->
            Long.toString(
                new io.waybill.store.Sessions(database, java.time.Clock.systemUTC())
                    .of(viewer.id())
                    .getFirst()
                    .id())));
  }

  /** A draft; pages of campaigns know it as little as those of the form know what was sent. */
  private String campaign(int account) {
    UUID id = UUID.randomUUID();
    return server.beside((database, vault) -> {
      var content = new Campaign.Content("Mine", "Shop", "on", "regular", null, "UTC", "", -1);
      var campaigns = new Campaigns(database, vault, java.time.Clock.systemUTC());
      campaigns.save(
          new Campaigns.Draft(id, account, "x@shop.example", content, "Hi", "+37255500001", null));
      return id.toString();
    });
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Visitor shop(Role role) {
    return java.util.Objects.requireNonNull(shops.get(role));
  }

  private String path(Page page, Map<String, String> ids) {
    Matcher segment = SEGMENT.matcher(page.pattern());
    return segment.replaceAll(hit -> {
      String id = ids.get(hit.group(1));
      assertThat(id).as("a sample for {%s}, see PageIsolationTest", hit.group(1)).isNotNull();
      return Matcher.quoteReplacement(id);
    });
  }

  private HttpResponse<String> visit(Page page, Map<String, String> ids, Visitor who) {
    return page.method().equals("GET")
        ? visitors.get(path(page, ids), who.session())
        : visitors.post(path(page, ids), who.session(), Map.of("form_token", who.formToken()));
  }

  private List<Page> guarded() {
    return server.pages().stream().filter(page -> page.need() != Need.NOTHING).toList();
  }

  @Test
  void onlyTheWayInIsOpen() {
    assertThat(server.pages().stream().filter(page -> page.need() == Need.NOTHING))
        .allSatisfy(page -> assertThat(page.pattern()).matches("/log(in|out)|/welcome/\\{link}"));
    assertThat(guarded()).hasSizeGreaterThan(25);
    assertThat(server.pages()).allMatch(page -> page.method().matches("GET|POST"));
  }

  @TestFactory
  List<DynamicTest> nobodyIsLedToTheLogIn() {
    return each(
        guarded(),
        page -> {
          for (String cookie : List.of("", "a-session-that-was-never-there")) {
            HttpResponse<String> answer =
                page.method().equals("GET")
                    ? visitors.get(path(page, samples), cookie)
                    : visitors.post(
                        path(page, samples),
                        cookie,
                        Map.of("form_token", SessionRule.formToken(cookie)));
            boolean isUnsigned = page.method().equals("POST") && cookie.isEmpty();
            assertThat(answer.statusCode()).isEqualTo(isUnsigned ? 403 : 303);
            assertThat(answer.headers().firstValue("Location").orElse("/login"))
                .startsWith("/login");
          }
        });
  }

  @TestFactory
  List<DynamicTest> aFormOfSomebodyElsesPageIsRefused() {
    Visitor owner = shop(Role.OWNER);
    return each(
        server.pages().stream().filter(page -> page.method().equals("POST")).toList(),
        page -> {
          String path = path(page, samples);
          String cookie = owner.session();
          Map<String, String> good = Map.of("form_token", owner.formToken());
          List<HttpResponse<String>> forged =
              List.of(
                  visitors.post(path, cookie, Map.of()),
                  visitors.post(path, cookie, Map.of("form_token", others.formToken())),
                  visitors.post(path, cookie, good, "Sec-Fetch-Site", "cross-site"),
                  visitors.post(path, cookie, good, "Sec-Fetch-Site", "same-site"),
                  visitors.post(path, cookie, good, "Origin", "https://evil.example"),
                  visitors.post(path, cookie, good, "Origin", "null"));
          assertThat(forged).allMatch(answer -> answer.statusCode() == 403);
        });
  }

  @TestFactory
  List<DynamicTest> aRoleThatIsTooLowIsRefused() {
    return each(
        guarded(),
        page -> {
          for (Visitor who : shops.values()) {
            Role role = Role.of(who.email().replaceAll("\\d.*", "")).orElseThrow();
            boolean isStage = page.need() == Need.PASSWORD || page.need() == Need.ENROLMENT;
            if (!isStage && !page.need().isMetBy(role)) {
              HttpResponse<String> answer = visit(page, samples, who);
              assertThat(answer.statusCode()).as("for a %s", role.word()).isEqualTo(403);
              assertThat(answer.body()).doesNotContain(others.email(), operator.email());
            }
          }
        });
  }

  @TestFactory
  List<DynamicTest> aRightPasswordAloneOpensNoPage() {
    Visitor code = visitors.make(Role.OWNER, "shop", Stage.CODE);
    Visitor enrol = visitors.make(Role.OWNER, "shop", Stage.ENROL);
    return each(
        guarded(),
        page -> {
          if (page.need() != Need.PASSWORD) {
            assertThat(visit(page, samples, code).headers().firstValue("Location"))
                .contains("/login/code");
          }
          if (page.need() != Need.ENROLMENT) {
            assertThat(visit(page, samples, enrol).headers().firstValue("Location"))
                .contains("/login/second-factor");
          }
        });
  }

  @TestFactory
  List<DynamicTest> anotherAccountsIdsAreAsUnknownAsThoseOfNobody() {
    List<Page> withIds =
        guarded().stream()
            .filter(page -> page.pattern().contains("{") && page.need() != Need.OPERATOR)
            .toList();
    assertThat(withIds).hasSizeGreaterThan(5);
    return each(
        withIds,
        page -> {
          HttpResponse<String> theirs = visit(page, samples, others);
          HttpResponse<String> nobodys = visit(page, NOBODYS, others);
          assertThat(theirs.statusCode()).as(theirs.body()).isEqualTo(404);
          assertThat(theirs.body()).isEqualTo(nobodys.body());
        });
  }

  @TestFactory
  List<DynamicTest> pagesShowNothingOfAnotherAccount() {
    return each(
        guarded().stream()
            .filter(page -> page.method().equals("GET") && !page.pattern().contains("{"))
            .filter(page -> page.need().isMetBy(Role.OWNER))
            .toList(),
        page -> {
          String body = visit(page, samples, others).body();
          assertThat(body).doesNotContain("@shop.example", "of shop", ">sends<", ">shop<");
        });
  }

  @TestFactory
  List<DynamicTest> anOperatorWhoHasChosenNoAccountSeesNone() {
    return each(
        guarded().stream().filter(page -> page.need().isInAccount()).toList(),
        page ->
            assertThat(visit(page, samples, operator).headers().firstValue("Location"))
                .contains("/accounts"));
  }

  @Test
  void nothingOfAllThatWasDoneToTheShop() {
    String people = visitors.get("/settings/people", shop(Role.OWNER).session()).body();
    assertThat(people)
        .contains(shop(Role.VIEWER).email(), shop(Role.SENDER).email(), shop(Role.OWNER).email());
  }

  private interface Check {
    void on(Page page);
  }

  private static List<DynamicTest> each(List<Page> pages, Check check) {
    return pages.stream()
        .map(p -> DynamicTest.dynamicTest(p.method() + " " + p.pattern(), () -> check.on(p)))
        .toList();
  }
}
