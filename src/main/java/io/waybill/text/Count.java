package io.waybill.text;

/// How long a text is on the air.
///
/// @param alphabet `GSM7` if every character is in it, else `UCS2`
/// @param units septets or UTF-16 code units of the whole text, without any header; 0 or more
/// @param parts short messages it fills, 1 or more; an empty text still fills one
public record Count(Alphabet alphabet, int units, int parts) {}
