package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.simulator.Options;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One account's thousands and another's single message at one carrier (design 11).
class FairnessJourneyTest {
  private static final int RATE = 50;
  private static final String SINGLE = "+37255559999";
  private static final String URGENT = "+37255558888";
  private static final String PASSWORD = "another-word-0123456789";

  @TempDir Path directory;

  private static String item(int n) {
    return one("+3725555%04d".formatted(n), "low");
  }

  private static String one(String to, String priority) {
    return "{\"to\":\"%s\",\"priority\":\"%s\",\"messages\":[{\"text\":\"offer\"}]}"
        .formatted(to, priority);
  }

  private static void post(World world, String key, String password, String path, String body)
      throws IOException, InterruptedException {
    String login =
        Base64.getEncoder()
            .encodeToString((key + ":" + password).getBytes(StandardCharsets.ISO_8859_1));
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(world.api().url(path)))
              .header("Authorization", "Basic " + login)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    }
  }

  private static long ahead(World world, long from, String to) {
    List<String> since =
        world.operator.arrivals().stream().skip(from).map(a -> a.message().dest()).toList();
    return since.indexOf(to.substring(1));
  }

  @Test
  void anotherAccountsSingleMessageGoesBeforeThousandsThatWaitOnTheSameCarrier()
      throws IOException, InterruptedException {
    try (World world =
        World.start(
            directory, Options.defaults(), port -> Site.link(Site.LINK, port, 100, RATE, 60))) {
      world.site.admin(admin -> {
        admin.createAccount("Bank", 30);
        admin.createKey("Bank", "bank-api", PASSWORD, "Bank", null, "on");
      });
      String thousand =
          IntStream.range(0, 1_000)
              .mapToObj(FairnessJourneyTest::item)
              .collect(Collectors.joining(",", "{\"messages\":[", "]}"));
      post(world, Site.KEY, Site.PASSWORD, "/v1/omnimessages", thousand);
      Await.until("some have gone", () -> world.operator.arrivals().size() > RATE);

      long from = world.operator.arrivals().size();
      post(world, "bank-api", PASSWORD, "/v1/omnimessage", one(SINGLE, "low"));
      Await.until("it has gone", () -> !world.operator.arrivals(SINGLE).isEmpty());
      assertThat(ahead(world, from, SINGLE)).isLessThan(RATE);

      long later = world.operator.arrivals().size();
      post(world, Site.KEY, Site.PASSWORD, "/v1/omnimessage", one(URGENT, "high"));
      Await.until("it has gone", () -> !world.operator.arrivals(URGENT).isEmpty());
      assertThat(ahead(world, later, URGENT)).isLessThan(RATE);
      assertThat(world.operator.arrivals().size()).isLessThan(1_000);
    }
  }
}
