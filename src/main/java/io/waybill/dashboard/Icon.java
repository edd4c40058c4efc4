package io.waybill.dashboard;

/** Pictures of 24 by 24, drawn with a line in the colour of the text around them. */
public enum Icon {
  OVERVIEW("<path d='M4 13h6V4H4zM14 20h6v-9h-6zM4 20h6v-3H4zM14 7h6V4h-6z'/>"),
  MESSAGES("<path d='M4 5h16v11H9l-5 4z'/><path d='M8 9h8M8 12h5'/>"),
  SEND("<path d='M20 4 3 11l6 3 3 6z'/><path d='m9 14 5-5'/>"),
  CAMPAIGNS("<path d='M4 10v4h3l8 5V5L7 10z'/><path d='M18 9a4 4 0 0 1 0 6'/>"),
  PHONE("<path d='M8 3h8v18H8zM11 18h2'/>"),
  REPORTS("<path d='M6 3h8l4 4v14H6z'/><path d='M9 17v-3M12 17v-6M15 17v-4'/>"),
  CARRIERS(
      "<path d='M12 12v9M8 21h8'/><circle cx='12' cy='9' r='2.5'/><path d='M6.5 13.5a7 7 0 0 1 0-9M17.5 13.5a7 7 0 0 0 0-9'/>"),
  CALLBACKS("<path d='M4 8h12M12 4l4 4-4 4M20 16H8M12 12l-4 4 4 4'/>"),
  ACCOUNTS("<path d='M4 21V5l8-2v18M12 9h8v12M2 21h20M7 8h2M7 12h2M7 16h2M15 13h2M15 17h2'/>"),
  SETTINGS(
      "<path d='M4 7h9M17 7h3M4 17h3M11 17h9'/><circle cx='15' cy='7' r='2'/><circle cx='9' cy='17' r='2'/>"),
  AUDIT("<path d='M12 3 5 6v5c0 5 3 8 7 10 4-2 7-5 7-10V6z'/><path d='m9 12 2 2 4-4'/>"),
  MENU("<path d='M4 7h16M4 12h16M4 17h16'/>"),
  CLOSE("<path d='m6 6 12 12M18 6 6 18'/>"),
  PERSON("<circle cx='12' cy='8' r='4'/><path d='M4 21c1-4 4-6 8-6s7 2 8 6'/>"),
  COPY("<path d='M9 9h11v11H9z'/><path d='M5 15H4V4h11v1'/>"),
  CHECK("<path d='m5 12 5 5 9-10'/>"),
  CHEVRON("<path d='m8 10 4 4 4-4'/>"),
  NEXT("<path d='m10 7 5 5-5 5'/>"),
  BACK("<path d='m14 7-5 5 5 5'/>"),
  DOWNLOAD("<path d='M12 4v11M7 11l5 5 5-5M4 20h16'/>"),
  KEY("<circle cx='8' cy='15' r='4'/><path d='m11 12 8-8M16 7l3 3'/>"),
  PLUS("<path d='M12 5v14M5 12h14'/>"),
  LOGOUT("<path d='M14 4H5v16h9M10 12h10M17 8l4 4-4 4'/>"),
  WARNING("<path d='M12 4 2.5 20h19z'/><path d='M12 10v4M12 17v.5'/>"),
  EMPTY("<path d='M3 13 6 5h12l3 8v6H3z'/><path d='M3 13h5l1.5 3h5L16 13h5'/>"),
  PAUSE("<path d='M9 6v12M15 6v12'/>"),
  PLAY("<path d='M8 5v14l11-7z'/>"),
  DRAIN("<path d='M12 3v12M7 10l5 5 5-5M5 20h14'/>"),
  SEARCH("<circle cx='11' cy='11' r='6'/><path d='m16 16 4 4'/>"),
  DELIVERED(
      "<circle cx='12' cy='12' r='9' class='fill'/><path d='m8 12.5 2.7 2.7L16 9.5' class='cut'/>"),
  SENT("<circle cx='12' cy='12' r='9'/><path d='M8 12h8M13 9l3 3-3 3'/>"),
  FAILED("<path d='M12 3 22 20H2z' class='fill'/><path d='M12 9.5v5M12 17v.3' class='cut'/>"),
  REJECTED(
      "<rect x='3.5' y='3.5' width='17' height='17' rx='2' class='fill'/><path d='m8.5 8.5 7 7M15.5 8.5l-7 7' class='cut'/>");

  private final String drawing;

  Icon(String drawing) {
    this.drawing = drawing;
  }

  /** As SVG, without a name of its own: the words beside it say what it is. */
  public String svg() {
    return "<svg class='icon' viewBox='0 0 24 24' aria-hidden='true' focusable='false'>"
        + drawing
        + "</svg>";
  }
}
