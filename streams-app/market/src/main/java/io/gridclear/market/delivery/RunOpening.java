package io.gridclear.market.delivery;

import io.gridclear.market.auction.InvariantViolation;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.settlement.SettlementRun;

/**
 * Takes up the inputs of a run, one usage point after the other, and hashes them: what is taken up here is what the run is a
 * function of. Stands in {@link State} between any two calls. Single-threaded.
 *
 * <p>Three chains, each from 32 zero bytes, h(i+1) = SHA-256(domain || h(i) || bytes of i):
 *
 * <ul>
 *   <li>inputs, domain "gridclear.run-input.v1", bytes of {@link RunInputCodec};
 *   <li>state before and state after, domain "gridclear.run-state.v1": participant text, usage point text, and the point's
 *       history as the input codec writes it, before and after this run. A point that no run has settled yet is not in the
 *       state before, so that the state before a run is the state after the last one, to the bit.
 * </ul>
 */
public final class RunOpening {

    private static final String INPUT_DOMAIN = "gridclear.run-input.v1";
    private static final String STATE_DOMAIN = "gridclear.run-state.v1";

    /**
     * What was taken up so far.
     *
     * @param inputs usage points
     * @param meteredWh their net energy by amount, Wh
     * @param inputHash chain over the inputs, 32 bytes
     * @param stateBefore chain over what the run goes on from, 32 bytes
     * @param stateAfter chain over what it leaves, 32 bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // hashes are compared by those who need it, never as a record
    public record State(long inputs, long meteredWh, byte[] inputHash, byte[] stateBefore, byte[] stateAfter) {

        /** Nothing yet. */
        public static State empty() {
            return new State(0, 0, chainStart(), chainStart(), chainStart());
        }
    }

    private final DeliveryTerms terms;
    private final int revision;
    private final Sha256 sha256 = new Sha256();
    private final CanonicalWriter writer = new CanonicalWriter();
    private State state;

    /**
     * An opening that goes on from a state.
     *
     * @throws IllegalArgumentException if the run is INITIAL, which has no inputs but the book
     */
    public RunOpening(DeliveryTerms terms, SettlementRun run, State state) {
        if (run.kind() == SettlementRun.Kind.INITIAL) {
            throw new IllegalArgumentException("the INITIAL run is made by the clearing");
        }
        this.terms = terms;
        this.revision = run.revision();
        this.state = state;
    }

    /** First value of every chain; also the state before a METERED run. */
    public static byte[] chainStart() {
        return new byte[Sha256.LENGTH];
    }

    /** What was taken up so far. */
    public State state() {
        return state;
    }

    /**
     * Takes up a usage point.
     *
     * @throws InvariantViolation if the usage point can have no such input in this run
     */
    public PointRun take(RunInput input, Contract contract) {
        if (input.point().participant().equals(terms.market().gridParticipant())) {
            throw new InvariantViolation(input.point() + " stands for the grid, and no line mirrors itself");
        }
        boolean follows = input.before().lastChange() < revision
                && (contract.isEmpty() || input.before().isEmpty() == (revision == 0));
        if (!follows) {
            throw new InvariantViolation("run " + revision + " does not follow " + input.before() + " of "
                    + input.point() + " with " + contract);
        }
        long meteredWh =
                Math.addExact(state.meteredWh(), Math.abs(input.energy().netExportWh()));
        if (meteredWh > terms.maxMeteredWh()) {
            throw new InvariantViolation("usage points metered more than " + terms.maxMeteredWh() + " Wh ("
                    + terms.area() + ", " + terms.periodStart() + ")");
        }
        PointRun run = PointRun.of(input, contract, terms.market().periodMs(), revision);
        byte[] inputHash = RunInputCodec.write(writer.start(INPUT_DOMAIN).raw(state.inputHash()), input)
                .hash(sha256);
        state = new State(
                state.inputs() + 1,
                meteredWh,
                inputHash,
                input.before().isEmpty()
                        ? state.stateBefore()
                        : next(state.stateBefore(), input.point(), input.before()),
                next(state.stateAfter(), input.point(), run.after()));
        return run;
    }

    private byte[] next(byte[] last, PointKey point, PointHistory history) {
        writer.start(STATE_DOMAIN).raw(last);
        RunInputCodec.write(writer, point);
        return RunInputCodec.write(writer, history).hash(sha256);
    }
}
