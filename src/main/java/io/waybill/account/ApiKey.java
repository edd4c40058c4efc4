package io.waybill.account;

import org.jspecify.annotations.Nullable;

/**
 * What a program logs in with. Request fields override the defaults kept here.
 *
 * @param username the API username, unique in the installation
 * @param password kept only in memory: callbacks are signed with it (contract 1.6)
 * @param defaultSender used where a request names none
 * @param dlrUrl where reports go if a request names no URL
 * @param autoconvert {@code on}, {@code full} or {@code off}
 */
public record ApiKey(
    String username,
    int accountId,
    String password,
    boolean enabled,
    @Nullable String defaultSender,
    @Nullable String dlrUrl,
    String autoconvert) {

  @Override
  public String toString() {
    return "ApiKey[" + username + " of account " + accountId + "]";
  }
}
