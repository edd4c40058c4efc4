package io.waybill.dashboard;

/** The parts of the dashboard, in the order of its navigation. One shows when it has a page. */
public enum Section {
  OVERVIEW("Overview", Icon.OVERVIEW),
  MESSAGES("Messages", Icon.MESSAGES),
  SEND("Send", Icon.SEND),
  CAMPAIGNS("Campaigns", Icon.CAMPAIGNS),
  REPORTS("Reports", Icon.REPORTS),
  CARRIERS("Carriers", Icon.CARRIERS),
  CALLBACKS("Callbacks", Icon.CALLBACKS),
  ACCOUNTS("Accounts", Icon.ACCOUNTS),
  SETTINGS("Settings", Icon.SETTINGS),
  AUDIT("Audit", Icon.AUDIT);

  private final String title;
  private final Icon icon;

  Section(String title, Icon icon) {
    this.title = title;
    this.icon = icon;
  }

  /** The word in the navigation. */
  public String title() {
    return title;
  }

  /** Its picture. */
  public Icon icon() {
    return icon;
  }
}
