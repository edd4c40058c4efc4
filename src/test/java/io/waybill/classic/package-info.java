/// Tests of the classic API as its clients in the field speak it.
@NullMarked
package io.waybill.classic;

import org.jspecify.annotations.NullMarked;
