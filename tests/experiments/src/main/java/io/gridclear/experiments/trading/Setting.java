package io.gridclear.experiments.trading;

import io.gridclear.experiments.report.Progress;
import java.io.PrintWriter;

/**
 * What all sections of the experiment share.
 *
 * @param days where days come from
 * @param seed the experiment's seed
 * @param draws days of the main figures
 * @param playedDraws days on which participants play for their own good, which takes thousands of auctions an hour
 * @param err where progress is said
 */
record Setting(DaySource days, long seed, int draws, int playedDraws, PrintWriter err) {

    /** Participants search some hundred bids an hour each: more days than this add minutes and no digits. */
    static final int MOST_PLAYED_DRAWS = 100;

    Progress progress(String what, int total) {
        return new Progress(err, what, total);
    }
}
