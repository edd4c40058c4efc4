package io.waybill.http;

import io.waybill.ops.Config;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Looks at the files of a certificate as a server would, without serving with them.
public final class CertificateFiles {
  /// Who renews by hand wants to know it so long before.
  private static final Duration SOON = Duration.ofDays(14);

  private CertificateFiles() {}

  /// What a server could live with, but nobody wants: expired, not yet valid, about to expire; one
  /// sentence each.
  ///
  /// @throws IOException if a server could not start with these files, with a sentence that names
  ///   the file and says what is wrong
  public static List<String> warnings(Config.Tls files, Instant now) throws IOException {
    List<String> warnings = new ArrayList<>();
    List<X509Certificate> chain = Identity.read(files).chain();
    for (int i = 0; i < chain.size(); i++) {
      String which = "%s: certificate number %d".formatted(files.certificateFile(), i + 1);
      Instant begins = chain.get(i).getNotBefore().toInstant();
      Instant ends = chain.get(i).getNotAfter().toInstant();
      if (now.isBefore(begins)) {
        warnings.add(which + " is not valid before " + begins + ": is this machine's clock right?");
      } else if (!now.isBefore(ends)) {
        warnings.add(which + " has expired at " + ends + ": renew it");
      } else if (!now.plus(SOON).isBefore(ends)) {
        warnings.add(which + " expires at " + ends + ": renew it soon");
      }
    }
    return warnings;
  }
}
