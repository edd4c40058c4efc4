package io.waybill.channel;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// A request from a provider, before it is known whether it really is from there.
///
/// @param body as it came, valid UTF-8
/// @param header the first value of a header
/// @param query the first value of a query parameter
public record Notice(
    String body,
    Function<String, Optional<String>> header,
    Function<String, Optional<String>> query,
    Instant now) {}
