package io.waybill.text;

/// One replacement made in a text.
///
/// @param position where it was, as a UTF-16 index into the text as given
/// @param from what stood there, never empty; `from.length()` units of the given text
/// @param to what stands there now; empty when it was removed
public record Change(int position, String from, String to) {}
