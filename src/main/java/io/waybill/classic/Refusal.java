package io.waybill.classic;

import io.waybill.http.Answer;

/// Why something is not done: a word of contract 3.1, and a sentence for the developer.
///
/// @param why a whole sentence in ASCII, which repeats nothing that the client sent; told in a
///   header
record Refusal(String word, String why) {
  static final String CREDENTIALS = "ERROR 101";
  static final String PARAMETER = "ERROR 102";
  static final String NO_COUNTRY = "ERROR 104";
  static final String BAD_NUMBER = "ERROR 105";

  /// In `prices`: there is such a country, but no price for it.
  static final String NOT_SERVED = "ERROR 105";

  static final String BAD_FORMAT = "ERROR 106";
  static final String NO_CREDIT = "ERROR 107";
  static final String UNKNOWN_ID = "ERROR 107";
  static final String SENDER = "ERROR 111";

  /// Of get_dlr_response alone.
  static final String NO_REPORT_YET = "FAILED 102";

  private static final String TEXT = "text/plain; charset=utf-8";

  Answer answer() {
    return text(word).with("Waybill-Reason", why);
  }

  /// A line of text without an end: clients compare whole bodies.
  static Answer text(String line) {
    return new Answer(200, TEXT, line);
  }
}
