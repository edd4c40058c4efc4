package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.Event.OnUncertain;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code channel_adapter}. */
final class AdapterTable {
  private static final Logger LOG = LoggerFactory.getLogger(AdapterTable.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, String>> WORDS = new TypeReference<>() {};

  private static final String ALL =
      """
      SELECT name, channel, account_id, kind, settings::text, secrets_sealed, enabled,
        rate_per_second, concurrency, on_uncertain FROM channel_adapter ORDER BY name
      """;

  private final Vault vault;

  AdapterTable(Vault vault) {
    this.vault = vault;
  }

  /** All of them; one whose secrets cannot be unsealed is left out. */
  List<AdapterRow> all(Connection db) throws SQLException {
    List<AdapterRow> rows = new ArrayList<>();
    try (PreparedStatement s = db.prepareStatement(ALL);
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        Map<String, String> secrets = unseal(Row.value(r.getBytes(6)), Row.string(r, 1));
        if (secrets != null) {
          rows.add(
              new AdapterRow(
                  Row.string(r, 1),
                  Row.string(r, 2),
                  r.getObject(3, Integer.class),
                  Row.string(r, 4),
                  JSON.readValue(Row.string(r, 5), WORDS),
                  secrets,
                  r.getBoolean(7),
                  r.getInt(8),
                  r.getInt(9),
                  OnUncertain.valueOf(Row.string(r, 10).toUpperCase(Locale.ROOT))));
        }
      }
    }
    return rows;
  }

  /** As JSON, sealed. */
  byte[] seal(Map<String, String> secrets) {
    return vault.seal(JSON.writeValueAsString(secrets));
  }

  /** As JSON. */
  static String json(Map<String, String> settings) {
    return JSON.writeValueAsString(settings);
  }

  private @Nullable Map<String, String> unseal(byte[] sealed, String name) {
    try {
      return JSON.readValue(vault.unseal(sealed), WORDS);
    } catch (GeneralSecurityException e) {
      LOG.error(
          "the secrets of adapter {} cannot be unsealed: is this the key file they were sealed"
              + " with?",
          name);
      return null;
    }
  }
}
