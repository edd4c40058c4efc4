package io.waybill.dashboard;

/** Why a line of a list is left out. */
public enum Trouble {
  EMPTY("no number", "The cell is empty."),
  NO_NUMBER("not a number", "It is no possible phone number: write + and the country code first."),
  SHORTENED(
      "shortened by the spreadsheet",
      "The spreadsheet has shortened it, and its digits cannot be restored: format the column as"
          + " text there, and save the list again."),
  DUPLICATE("duplicate", "The same number stands in line %s already."),
  NO_VALUE("no value", "The text needs %s, and its cell is empty."),
  NO_ROUTE("no route", "No carrier here takes messages to %s: ask the operator of the platform."),
  TEXT("text or sender", "%s");

  private final String title;
  private final String sentence;

  Trouble(String title, String sentence) {
    this.title = title;
    this.sentence = sentence;
  }

  /** In two or three words. */
  public String title() {
    return title;
  }

  /** What is wrong, and what to do. */
  String sentence(String about) {
    return sentence.contains("%s") ? sentence.formatted(about) : sentence;
  }
}
