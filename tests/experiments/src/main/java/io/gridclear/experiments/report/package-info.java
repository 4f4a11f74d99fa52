/** What every experiment leaves behind: figures with their spread, tables, plots and a page that a reader can check. */
@NullMarked
package io.gridclear.experiments.report;

import org.jspecify.annotations.NullMarked;
