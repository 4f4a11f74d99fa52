/**
 * What each kind of transaction does, one class a kind.
 * Every rule returns a verdict; none throws for what a sender sent.
 */
@NullMarked
package io.gridclear.ledger.execution;

import org.jspecify.annotations.NullMarked;
