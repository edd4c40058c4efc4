package io.waybill.classic;

import io.waybill.accept.CallbackUrls;
import io.waybill.accept.Numbers;
import io.waybill.accept.SendRequest;
import io.waybill.accept.SendRequest.Turn;
import io.waybill.accept.Senders;
import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.ops.Config;
import io.waybill.store.Envelope;
import io.waybill.store.ReportFormat;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// From the parameters of send_sms (contract 3.1) to a {@link SendRequest}. `reference` is our own.
final class SmsReader {
  private static final int REGULAR = 1;
  private static final int TO_MAX = 40;

  /// What people write between the digits of a number; a blank is also what a + becomes.
  private static final Pattern BETWEEN_DIGITS = Pattern.compile("[ +\\-_.]");

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern PLUS_LOST = Pattern.compile(" [0-9]+");
  private static final List<String> TEXT_STORES = List.of("plaintext", "sha256", "nostore");

  private final Duration usualValidity;
  private final ContentReader contents;

  SmsReader(Config.Messages limits) {
    usualValidity = limits.validityDefault();
    contents = new ContentReader(limits.partsMax());
  }

  /// What reading comes to.
  sealed interface Read {
    record Good(SendRequest request) implements Read {}

    record Bad(Refusal refusal) implements Read {}
  }

  Read read(Parameters p, ApiKey key, Account account, Instant now) {
    Numbers.Phone to = to(p);
    Charset charset = charset(p);
    ContentReader.Content content = contents.read(p, charset, key, account);
    String sender = sender(p, charset, key);
    Instant timeToSend = timeToSend(p, now);
    Long minutes = p.whole("validity", 1, SendRequest.VALIDITY_MINUTES_MAX);
    String dlrUrl = dlrUrl(p, key);
    String textStore = oneOf(p, "text-store", TEXT_STORES);
    String reference = reference(p);
    Optional<Refusal> fault = p.fault();
    if (fault.isPresent() || to == null || content == null || sender == null) {
      return new Read.Bad(
          fault.orElseGet(() -> new Refusal(Refusal.PARAMETER, "A parameter is missing.")));
    }
    Turn turn =
        new Turn(
            Envelope.SMS,
            Turn.BY_ROUTE,
            sender,
            content.text(),
            content.parts(),
            content.udh(),
            content.messageClass(),
            content.binary(),
            minutes == null ? usualValidity : Duration.ofMinutes(minutes),
            content.details());
    return new Read.Good(
        new SendRequest(
            to,
            List.of(turn),
            timeToSend,
            REGULAR,
            textStore,
            dlrUrl,
            reference,
            null,
            List.of(),
            ReportFormat.CLASSIC));
  }

  private static Numbers.@Nullable Phone to(Parameters p) {
    String written = p.text("to");
    if (written == null) {
      p.wrong(Refusal.PARAMETER, "to", "is missing: the recipient's number with country code");
      return null;
    }
    String digits = BETWEEN_DIGITS.matcher(written).replaceAll("");
    if (written.length() > TO_MAX || !DIGITS.matcher(digits).matches()) {
      p.wrong(Refusal.BAD_NUMBER, "to", "must be country code and number, digits only");
      return null;
    }
    Optional<Numbers.Phone> phone = Numbers.read(digits);
    if (phone.isEmpty()) {
      boolean known =
          Numbers.hasCallingCode(digits.startsWith("00") ? digits.substring(2) : digits);
      p.wrong(
          known ? Refusal.BAD_NUMBER : Refusal.NO_COUNTRY,
          "to",
          known
              ? "has not as many digits as numbers of its country have"
              : "begins with no country's calling code");
    }
    return phone.orElse(null);
  }

  private static Charset charset(Parameters p) {
    String name = p.text("charset");
    Optional<Charset> charset =
        name == null ? Optional.of(StandardCharsets.UTF_8) : Charsets.of(name.strip());
    if (charset.isEmpty()) {
      p.wrong(Refusal.PARAMETER, "charset", "is none that is known here");
    }
    return charset.orElse(StandardCharsets.UTF_8);
  }

  /// The contract has it in UTF-8 always; clients that name a charset often mean both.
  private static @Nullable String sender(Parameters p, Charset charset, ApiKey key) {
    byte[] octets = p.octets("from");
    if (octets == null) {
      if (key.defaultSender() == null) {
        p.wrong(Refusal.SENDER, "from", "is missing, and this API key has no default sender");
      }
      return key.defaultSender();
    }
    Optional<String> sender =
        List.of(charset, StandardCharsets.UTF_8).stream()
            .flatMap(c -> Charsets.decode(octets, c).stream())
            .map(s -> PLUS_LOST.matcher(s).matches() ? "+" + s.substring(1) : s)
            .filter(Senders::isWellFormed)
            .findFirst();
    if (sender.isEmpty()) {
      p.wrong(Refusal.SENDER, "from", Senders.RULE);
    }
    return sender.orElse(null);
  }

  /// Null for now, which is what a time in the past means too.
  private static @Nullable Instant timeToSend(Parameters p, Instant now) {
    long last = now.plus(SendRequest.HORIZON).getEpochSecond();
    Long seconds =
        p.whole(
            "time_to_send",
            -999_999_999_999L,
            last,
            "must be Unix time, whole seconds since 1970-01-01T00:00:00Z, and at most "
                + SendRequest.HORIZON.toDays()
                + " days ahead (now "
                + last
                + ")");
    Instant time = seconds == null ? now : Instant.ofEpochSecond(seconds);
    return time.isAfter(now) ? time : null;
  }

  private static @Nullable String dlrUrl(Parameters p, ApiKey key) {
    String url = p.text("dlr-url");
    if (url == null) {
      return key.dlrUrl();
    }
    CallbackUrls.fault(url).ifPresent(why -> p.wrong(Refusal.PARAMETER, "dlr-url", why));
    return url;
  }

  private static @Nullable String reference(Parameters p) {
    String reference = p.text("reference");
    if (reference != null && reference.length() > SendRequest.REFERENCE_MAX) {
      p.wrong(
          Refusal.PARAMETER,
          "reference",
          "must not be longer than " + SendRequest.REFERENCE_MAX + " characters");
    }
    return reference;
  }

  /// One of these words; the first if it is absent, or wrong (then a fault).
  private static String oneOf(Parameters p, String name, List<String> words) {
    String word = p.text(name);
    if (word != null && !words.contains(word)) {
      p.wrong(Refusal.PARAMETER, name, "must be one of " + String.join(", ", words));
    }
    return word != null && words.contains(word) ? word : words.getFirst();
  }
}
