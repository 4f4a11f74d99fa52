package io.gridclear.billing.reconcile;

import java.util.ArrayList;
import java.util.List;

/** What differs in a run: the first of them in words, the rest counted. Single-threaded. */
final class Differences {

    /** Told one by one: enough to see a pattern. */
    private static final int MOST_TOLD = 20;

    private final List<String> told = new ArrayList<>();
    private long more;

    void add(String difference) {
        if (told.size() < MOST_TOLD) {
            told.add(difference);
        } else {
            more++;
        }
    }

    void require(boolean holds, String otherwise) {
        if (!holds) {
            add(otherwise);
        }
    }

    List<String> told() {
        return told;
    }

    long more() {
        return more;
    }
}
