/** The paper's results, reproduced with the product's own kernel and committee: one command each. A program of its own, not shipped. */
@NullMarked
package io.gridclear.experiments;

import org.jspecify.annotations.NullMarked;
