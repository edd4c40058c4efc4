package io.waybill.account;

import java.util.Map;

/**
 * A customer.
 *
 * @param replacements the account's own table for autoconvert {@code on}; empty by default
 * @param contentDays how many days texts and full numbers are kept after sending
 */
public record Account(
    int id, String name, boolean enabled, int contentDays, Map<String, String> replacements) {
  public Account {
    replacements = Map.copyOf(replacements);
  }
}
