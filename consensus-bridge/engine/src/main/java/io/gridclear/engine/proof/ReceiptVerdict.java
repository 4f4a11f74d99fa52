package io.gridclear.engine.proof;

import io.gridclear.engine.light.LightVerdict;
import io.gridclear.ledger.item.Outcome;
import java.util.Optional;

/** What a receipt proves. */
public sealed interface ReceiptVerdict {

    /**
     * The line belongs to a settlement that the committee accepted.
     *
     * @param outcome the settlement
     * @param signedHeight height of the header whose signatures prove it
     */
    record Valid(Outcome outcome, long signedHeight) implements ReceiptVerdict {}

    /**
     * It does not.
     *
     * @param step the first step that failed, from the line upwards
     * @param light the light client's reason, where the step is {@link Step#HEADER}
     * @param detail what failed, in words
     */
    record Invalid(Step step, Optional<LightVerdict.Reason> light, String detail) implements ReceiptVerdict {}

    /** Steps in the order in which they are taken. */
    enum Step {
        /** The settlement has another number of lines than the tree that the path is of. */
        NUMBER_OF_LINES,
        /** The path does not lead from the line to the settlement root. */
        LINE,
        /** The agents computed something else than the operator claims: no settlement came about. */
        DISPUTED,
        /** The path does not lead from the outcome to the application hash that the header bears. */
        OUTCOME,
        /** The header does not follow from the trusted one. */
        HEADER
    }
}
