/** The paper's trading experiment (section 4.1) over many draws, and what its result depends on. */
@NullMarked
package io.gridclear.experiments.trading;

import org.jspecify.annotations.NullMarked;
