/**
 * The kernel against files of expected results that an independent implementation made.
 * The files stand beside the project and are never part of it.
 */
@NullMarked
package io.gridclear.market.golden;

import org.jspecify.annotations.NullMarked;
