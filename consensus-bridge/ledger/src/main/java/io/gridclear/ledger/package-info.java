/**
 * The paper's consensus protocol as a deterministic application.
 * The path of a block stands in one class; the rules are in the packages below.
 */
@NullMarked
package io.gridclear.ledger;

import org.jspecify.annotations.NullMarked;
