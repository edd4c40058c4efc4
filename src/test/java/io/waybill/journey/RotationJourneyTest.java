package io.waybill.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A password is changed while messages are sent and told.
class RotationJourneyTest {
  private static final String TO = "+37251234501";
  private static final String NEW = "the-new-password-012345";

  private static final String MOVED = "SELECT count(*) FROM api_key WHERE moved";

  @TempDir private Path directory;

  @Test
  void aCustomerWhoHasNotMovedYetCanVerifyEverythingAndFromTheMoveOnTheNewPasswordSigns()
      throws IOException, InterruptedException {
    try (World world = World.start(directory)) {
      world.site.admin(admin -> admin.rotateKey(Site.KEY, NEW, Duration.ofHours(1)));
      String before = world.send(TO, "sent with the old password");
      world.awaits(before, "delivered", "ACK 0", "DELIVRD 0");
      assertThat(world.customer.forged()).as("signed with another than the old one").isEmpty();

      // Whoever sends with the new password has moved.
      assertThat(status(world, NEW)).isEqualTo(200);
      Await.until("the move is noted", () -> world.site.count(MOVED) == 1);
      Await.until(
          "callbacks are signed with the new password",
          () -> {
            String id = world.send(TO, "still sent with the old password");
            world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
            return !world.customer.forged().isEmpty();
          });
      for (String report : world.customer.forged()) {
        String[] halves = report.split(" signed ", 2);
        assertThat(halves[1]).isEqualTo(signature(NEW, halves[0]));
      }
    }
  }

  private static int status(World world, String password) throws IOException, InterruptedException {
    String login = Base64.getEncoder().encodeToString((Site.KEY + ":" + password).getBytes(UTF_8));
    try (HttpClient client = HttpClient.newHttpClient()) {
      int status = 401;
      for (int i = 0; i < 15 && status == 401; i++) { // in force within two seconds
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(world.api().url() + "/api/v1/messages"))
                .header("Authorization", "Basic " + login)
                .build();
        status = client.send(request, BodyHandlers.discarding()).statusCode();
        java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
      }
      return status;
    }
  }

  private static String signature(String password, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(password.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
