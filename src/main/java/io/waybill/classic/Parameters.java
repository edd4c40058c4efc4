package io.waybill.classic;

import io.waybill.http.Form;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The parameters of one request, and the first thing that is wrong with those that were asked for.
/// An empty value counts as absent: clients fill in all names they know. Names nobody asks for are
/// ignored.
final class Parameters {
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,12}");

  private final Form form;
  private @Nullable Refusal fault;

  Parameters(Form form) {
    this.form = form;
  }

  /// The first thing that was found wrong.
  Optional<Refusal> fault() {
    return Optional.ofNullable(fault);
  }

  /// Notes that a parameter cannot be used as it is; the problem goes on after its name.
  void wrong(String word, String name, String problem) {
    if (fault == null) {
      fault = new Refusal(word, name + " " + problem + ".");
    }
  }

  /// The octets of a parameter; null if it is absent, empty or ambiguous (then a fault).
  byte @Nullable [] octets(String name) {
    if (form.isAmbiguous(name)) {
      wrong(Refusal.PARAMETER, name, "is there twice with different values");
      return null;
    }
    byte[] octets = form.octets(name).orElse(new byte[0]);
    return octets.length == 0 ? null : octets;
  }

  /// The text of a parameter in UTF-8; null if it is absent, empty or no text (then a fault).
  @Nullable String text(String name) {
    return text(name, StandardCharsets.UTF_8);
  }

  /// The same in another charset.
  @Nullable String text(String name, Charset charset) {
    byte[] octets = octets(name);
    if (octets == null) {
      return null;
    }
    Optional<String> text = Charsets.decode(octets, charset);
    if (text.isEmpty()) {
      wrong(Refusal.PARAMETER, name, "is not valid in the charset " + charset.name());
    } else if (text.get().indexOf('\0') >= 0) {
      wrong(Refusal.PARAMETER, name, "contains the character U+0000, which cannot be sent");
      return null;
    }
    return text.orElse(null);
  }

  /// A whole number within bounds, both allowed; null if it is absent or not that (then a fault).
  @Nullable Long whole(String name, long min, long max) {
    return whole(name, min, max, "must be a whole number from " + min + " to " + max);
  }

  /// The same with another sentence, which goes on after the name.
  @Nullable Long whole(String name, long min, long max, String rule) {
    String written = text(name);
    if (written == null) {
      return null;
    }
    String digits = written.strip();
    long number = WHOLE.matcher(digits).matches() ? Long.parseLong(digits) : Long.MIN_VALUE;
    if (number < min || number > max) {
      wrong(Refusal.PARAMETER, name, rule);
      return null;
    }
    return number;
  }
}
