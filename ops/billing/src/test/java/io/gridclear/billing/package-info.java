/** A real PostgreSQL and settlements that tests of billing share. */
@NullMarked
package io.gridclear.billing;

import org.jspecify.annotations.NullMarked;
