package io.waybill.dashboard;

import io.nayuki.qrcodegen.QrCode;

/** QR codes as SVG, black on white in every theme: cameras need that. */
final class Qr {
  private static final int QUIET = 4;

  private Qr() {}

  /** A picture of that text. */
  static String svg(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    int size = code.size + 2 * QUIET;
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append("M%d %dh1v1h-1z".formatted(x + QUIET, y + QUIET));
        }
      }
    }
    return ("<svg class='qr' viewBox='0 0 %d %d' role='img' aria-label='QR code with the secret for"
            + " your authenticator app'><rect width='%d' height='%d' fill='#fff'/><path d='%s'"
            + " fill='#000'/></svg>")
        .formatted(size, size, size, size, path);
  }
}
