package io.waybill.accept;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Optional;

/// Points in time as our clients write and read them.
final class Times {
  private static final int LENGTH_MAX = 40;

  /// ISO 8601 date and time; seconds and zone may be missing (contract 1.2), up to nine digits of a
  /// second (trap 13). Zones as Z, +02:00, +0200, +02.
  private static final DateTimeFormatter READ =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter()
          .withResolverStyle(ResolverStyle.STRICT);

  /// Always with the zone Z (trap 3), always microseconds.
  private static final DateTimeFormatter WRITE =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

  private Times() {}

  /// Without a zone it is UTC; empty if it is no point in time.
  static Optional<Instant> read(String written) {
    if (written.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          switch (READ.parseBest(written, OffsetDateTime::from, LocalDateTime::from)) {
            case OffsetDateTime zoned -> zoned.toInstant();
            case LocalDateTime utc -> utc.toInstant(ZoneOffset.UTC);
            default -> throw new IllegalStateException("the formatter knows two types");
          });
    } catch (DateTimeParseException notOne) {
      return Optional.empty();
    }
  }

  static String write(Instant time) {
    return WRITE.format(time);
  }
}
