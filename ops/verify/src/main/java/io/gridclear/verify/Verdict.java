package io.gridclear.verify;

import io.gridclear.engine.light.TrustedState;
import io.gridclear.ledger.item.Outcome;
import java.util.List;

/** What came of the verification of a line. */
public sealed interface Verdict {

    /** What was proved before a step failed, or until the end; a sentence each. */
    List<String> proved();

    /**
     * The line belongs to a settlement that the committee accepted.
     *
     * @param line the line
     * @param receipt its receipt
     * @param trusted the header that all follows from
     */
    record Valid(SettledLine line, LineReceipt receipt, TrustedState trusted) implements Verdict {

        @Override
        public List<String> proved() {
            return ProvedSteps.all(line, receipt, trusted);
        }

        /** The settlement. */
        public Outcome outcome() {
            return receipt.proof().outcome().outcome();
        }
    }

    /**
     * It is not proved.
     *
     * @param proved what held before
     * @param step the first step that did not
     * @param reason what failed, in words
     */
    record Invalid(List<String> proved, VerificationStep step, String reason) implements Verdict {

        public Invalid {
            proved = List.copyOf(proved);
        }
    }
}
