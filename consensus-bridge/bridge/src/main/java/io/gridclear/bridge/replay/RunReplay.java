package io.gridclear.bridge.replay;

import io.gridclear.bridge.batch.RunClaim;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.auction.InvariantViolation;
import io.gridclear.market.delivery.Contract;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.DeliveryJournal;
import io.gridclear.market.delivery.DeliveryOutcome;
import io.gridclear.market.delivery.DeliveryReplay;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.delivery.RunOpening;
import io.gridclear.market.settlement.SettlementRun;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Computes what a METERED or CORRECTION run comes to, by the market's rules and nothing else. Single-threaded. */
public final class RunReplay {

    /** No honest application made a run of these inputs after what counted before. */
    public static final class RunViolation extends Exception {

        private static final long serialVersionUID = 1L;

        RunViolation(String what, Throwable cause) {
            super(what, cause);
        }

        RunViolation(String what) {
            super(what);
        }
    }

    private final InitialRun initial;

    /** @param initial what the period's log comes to */
    public RunReplay(InitialRun initial) {
        this.initial = initial;
    }

    /**
     * Makes a run.
     *
     * @param item METERED or CORRECTION
     * @param inputs of all usage points with items or readings, in their order
     * @param stateBefore chain over what the run before left, 32 bytes; {@link RunOpening#chainStart()} where that was INITIAL
     * @param output where the lines go
     * @throws RunViolation if no run has these inputs; lines may have gone out before
     */
    public RunClaim run(ItemKey item, List<RunInput> inputs, byte[] stateBefore, DeliveryJournal.Output output)
            throws RunViolation {
        SettlementRun run = RunClaim.run(item);
        DeliveryReplay replay = new DeliveryReplay(initial.terms());
        for (ContractItem one : initial.items()) {
            replay.item(one);
        }
        DeliveryOutcome outcome;
        try {
            requireState(run, inputs, stateBefore);
            outcome = replay.run(run, inputs, output);
        } catch (DeliveryReplay.InputViolation | InvariantViolation | ArithmeticException e) {
            throw new RunViolation(String.valueOf(e.getMessage()), e);
        }
        return RunClaim.of(item, initial.claim().inputHash(), initial.claim().settlementRoot(), outcome);
    }

    /** Before anything is computed of it: a history that was made up may hold any number. */
    private void requireState(SettlementRun run, List<RunInput> inputs, byte[] stateBefore) throws RunViolation {
        RunOpening opening = new RunOpening(initial.terms(), run, RunOpening.State.empty());
        for (RunInput input : inputs) {
            try {
                opening.take(input, Contract.NONE);
            } catch (IllegalArgumentException e) {
                throw new RunViolation(String.valueOf(e.getMessage()), e);
            }
        }
        byte[] found = opening.state().stateBefore();
        if (!Arrays.equals(found, stateBefore)) {
            throw new RunViolation("the run goes on from "
                    + HexFormat.of().formatHex(found) + ", the run before left "
                    + HexFormat.of().formatHex(stateBefore));
        }
    }
}
