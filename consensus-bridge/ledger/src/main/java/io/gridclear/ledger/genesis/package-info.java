/**
 * What every replica must agree on before the first block.
 * Terms of committee, score and limits, operators and first candidates, in canonical bytes.
 */
@NullMarked
package io.gridclear.ledger.genesis;

import org.jspecify.annotations.NullMarked;
