package io.waybill.http;

import io.waybill.http.Patience.Phase;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// An answer on its way to a client that is cut when it takes nothing for too long. Between two
/// writes there is no bound: what is written may come from afar.
final class PatientOutput extends FilterOutputStream {
  private final Patience patience;

  PatientOutput(OutputStream out, Patience patience) {
    super(out);
    this.patience = patience;
    var _ = patience.arrived();
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int from, int length) throws IOException {
    patience.await(Phase.ANSWER);
    out.write(octets, from, length);
    taken();
  }

  @Override
  public void flush() throws IOException {
    patience.await(Phase.ANSWER);
    out.flush();
    taken();
  }

  @Override
  public void close() throws IOException {
    patience.await(Phase.ANSWER);
    out.close();
    // The caller looks whether it was in time.
  }

  private void taken() throws IOException {
    if (!patience.arrived()) {
      throw new IOException("the client took the answer too slowly");
    }
  }
}
