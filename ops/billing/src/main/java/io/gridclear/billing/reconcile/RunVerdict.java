package io.gridclear.billing.reconcile;

import java.util.List;

/**
 * What came of one run.
 *
 * @param key the run
 * @param lines lines in the database
 * @param proved those whose receipt's proof was verified
 * @param differences what differs, a sentence each; the first twenty
 * @param moreDifferences those beyond
 */
public record RunVerdict(RunKey key, long lines, long proved, List<String> differences, long moreDifferences) {

    public RunVerdict {
        differences = List.copyOf(differences);
    }

    /** Whether all of it is as it must be. */
    public boolean holds() {
        return differences.isEmpty();
    }
}
