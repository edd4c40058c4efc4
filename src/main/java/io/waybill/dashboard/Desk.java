package io.waybill.dashboard;

import io.waybill.account.Vault;
import io.waybill.ops.Config;
import io.waybill.store.AdminStore;
import io.waybill.store.AuditReader;
import io.waybill.store.KeyList;
import io.waybill.store.People;
import io.waybill.store.Proofs;
import io.waybill.store.Sessions;
import java.security.SecureRandom;

/**
 * What the pages for people, keys and the audit log work with.
 *
 * @param changed called after something was set that the rest of the process must know soon
 * @param contentDays days that content is kept for accounts made without saying so
 */
record Desk(
    People people,
    Proofs proofs,
    Sessions sessions,
    AdminStore admin,
    KeyList keys,
    AuditReader audit,
    Vault vault,
    Attempts attempts,
    Config.Dashboard config,
    int contentDays,
    Runnable changed,
    SecureRandom random) {}
