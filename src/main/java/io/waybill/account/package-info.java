/// Who may do what: accounts and their API keys, and the secrets that are kept for them. Nothing
/// here does I/O but {@link io.waybill.account.Vault}, which reads the key file.
@NullMarked
package io.waybill.account;

import org.jspecify.annotations.NullMarked;
