/**
 * What the application answers: records with their canonical bytes.
 * Clients read them; nothing here changes the state.
 */
@NullMarked
package io.gridclear.ledger.query;

import org.jspecify.annotations.NullMarked;
