@NullMarked
package io.gridclear.experiments.consensus;

import org.jspecify.annotations.NullMarked;
