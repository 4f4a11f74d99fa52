package io.gridclear.bridge.replay;

import io.gridclear.bridge.batch.Claim;
import io.gridclear.market.book.BookEntry;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.clearing.BookReplay;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.clearing.ClearingOutcome;
import io.gridclear.market.clearing.OutcomeHash;
import io.gridclear.market.routing.FeederSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Computes what a period's log comes to, by the market's rules and nothing else. Single-threaded. */
public final class PeriodReplay {

    private final BookReplay replay;
    private BookEntry.@Nullable Position first;

    /**
     * A replay from the first entry.
     *
     * @param output sees trades and settlement lines as they come about
     * @param feeders has the feeder that the period's terms name
     */
    public PeriodReplay(ClearingJournal.Output output, FeederSource feeders) {
        this.replay = new BookReplay(output, feeders);
    }

    /**
     * Takes the next entry.
     *
     * @throws BookReplay.LogViolation if the rules do not let it stand here
     * @throws BookReplay.UnknownFeeder if it opens a period under a feeder that is not there
     */
    public void accept(BookEntry entry) {
        replay.accept(entry);
        if (first == null) {
            first = entry.position();
        }
    }

    /** Entries so far. */
    public long entries() {
        return replay.entries();
    }

    /** What the log comes to, once it holds its last tick. */
    public Optional<Claim> result() {
        ClearingOutcome outcome = replay.outcome();
        if (outcome == null || first == null) {
            return Optional.empty();
        }
        byte[] inputHash = replay.inputHash();
        byte[] h = new OutcomeHash(new Sha256()).of(first.area(), first.periodStart(), inputHash, outcome);
        return Optional.of(Claim.of(outcome, inputHash, h));
    }
}
