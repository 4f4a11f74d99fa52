/** What a period costs by its size: kernel, state store and ledger, with the exponent that fits. */
@NullMarked
package io.gridclear.experiments.scale;

import org.jspecify.annotations.NullMarked;
