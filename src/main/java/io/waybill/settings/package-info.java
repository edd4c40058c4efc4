/// What people set, read strictly: one reader for files, commands, the API and the database, with
/// one kind of problem and one kind of difference. Pure.
@NullMarked
package io.waybill.settings;

import org.jspecify.annotations.NullMarked;
