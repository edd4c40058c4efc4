package io.waybill.accept;

import io.waybill.text.Alphabet;
import org.jspecify.annotations.Nullable;

/// What is to be said, and how much room it takes on the air.
///
/// @param text after replacement
/// @param udh hex; null without one
record Words(String text, Alphabet alphabet, int parts, int replaced, @Nullable String udh) {}
